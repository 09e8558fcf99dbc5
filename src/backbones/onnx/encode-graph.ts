import { onnx } from 'onnx-proto';
import { MICROSOFT } from './operators';

/** From here on constants need not be inputs; ONNX Runtime has read it since 1.10. */
const IR_VERSION = 8;

/** What a file of ONNX is written of. */
export interface GraphParts {
  readonly nodes: readonly onnx.INodeProto[];
  readonly constants: readonly onnx.ITensorProto[];
  readonly inputs: onnx.IValueInfoProto[];
  readonly outputs: onnx.IValueInfoProto[];
  readonly operatorSet: number;
}

/** The model's protobuf bytes. */
export function encodeGraph({
  nodes,
  constants,
  inputs,
  outputs,
  operatorSet,
}: GraphParts): Uint8Array {
  const isMicrosofts = nodes.some(({ domain }) => domain === MICROSOFT);
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: 'mlops-image-classification',
    opsetImport: [
      { domain: '', version: operatorSet },
      ...(isMicrosofts ? [{ domain: MICROSOFT, version: 1 }] : []),
    ],
    graph: {
      name: 'backbone',
      node: [...nodes],
      initializer: [...constants],
      input: inputs,
      output: outputs,
    },
  }).finish();
}

/** An input or output; a text is a size that is known when the graph runs. */
export function valueInfo(
  name: string,
  elemType: number,
  shape: readonly (number | string)[],
): onnx.IValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === 'string' ? { dimParam: size } : { dimValue: size },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
