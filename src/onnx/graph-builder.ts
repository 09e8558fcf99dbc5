import { onnx } from 'onnx-proto';

const { FLOAT, FLOAT16, INT32, INT64, INT8, UINT8 } = onnx.TensorProto.DataType;
const { AttributeType } = onnx.AttributeProto;

/** Element types of tensors, by the name that ONNX gives them. */
export const ELEMENT_TYPES = { FLOAT, FLOAT16, INT32, INT64, INT8, UINT8 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** An attribute: whole numbers as they are, real numbers marked as such. */
export type Attribute = number | readonly number[] | { readonly float: number } | string;

/** Where the values of a constant lie in another file: ONNX external data. */
export interface ExternalData {
  /** Name of a file beside the model. */
  readonly location: string;
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
}

export interface TensorInfo {
  readonly name: string;
  readonly type: ElementType;
  /** A text is a dimension whose size is known when the graph runs. */
  readonly shape: readonly (number | string)[];
}

/** What a graph takes and gives, and who wrote it. */
export interface ModelInfo {
  readonly name: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Version of the standard operators. */
  readonly operatorSet: number;
  /** Version 1 of ONNX Runtime's own operators is used too. */
  readonly usesMicrosoftOperators?: boolean;
  readonly producerVersion: string;
}

const IR_VERSION = 9;

/** An ONNX graph under construction; nodes are added in the order in which they run. */
export class GraphBuilder {
  readonly #nodes: onnx.INodeProto[] = [];
  readonly #initializers: onnx.ITensorProto[] = [];

  /**
   * @param output name of the node and of its first output
   * @param moreOutputs names of its other outputs
   * @returns the name of its first output
   */
  node(
    opType: string,
    output: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { domain = '', moreOutputs = [] as readonly string[] } = {},
  ): string {
    this.#nodes.push({
      opType,
      domain,
      name: output,
      input: [...inputs],
      output: [output, ...moreOutputs],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    return output;
  }

  /** Adds a constant. */
  constant(
    name: string,
    type: ElementType,
    shape: readonly number[],
    values: ArrayBufferView,
  ): string {
    this.#initializers.push({
      name,
      dataType: ELEMENT_TYPES[type],
      dims: [...shape],
      rawData: Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    });
    return name;
  }

  /** Adds a float32 constant whose values lie in another file, little-endian and row-major. */
  external(name: string, shape: readonly number[], place: ExternalData): string {
    this.#initializers.push({
      name,
      dataType: FLOAT,
      dims: [...shape],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [
        { key: 'location', value: place.location },
        { key: 'offset', value: String(place.offset) },
        { key: 'length', value: String(place.length) },
      ],
    });
    return name;
  }

  /** The model's protobuf bytes. */
  encode(info: ModelInfo): Buffer {
    const model = onnx.ModelProto.create({
      irVersion: IR_VERSION,
      opsetImport: [
        { domain: '', version: info.operatorSet },
        ...(info.usesMicrosoftOperators ? [{ domain: 'com.microsoft', version: 1 }] : []),
      ],
      producerName: 'mlops-image-classification',
      producerVersion: info.producerVersion,
      graph: {
        name: info.name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: info.inputs.map(valueInfo),
        output: info.outputs.map(valueInfo),
      },
    });
    return Buffer.from(onnx.ModelProto.encode(model).finish());
  }
}

function attribute(name: string, value: Attribute): onnx.IAttributeProto {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: value };
  if (typeof value === 'string') {
    return { name, type: AttributeType.STRING, s: Buffer.from(value) };
  }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

function valueInfo({ name, type, shape }: TensorInfo): onnx.IValueInfoProto {
  const dim = shape.map((side) =>
    typeof side === 'string' ? { dimParam: side } : { dimValue: side },
  );
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}
