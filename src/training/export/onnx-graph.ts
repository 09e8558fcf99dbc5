import { onnx } from 'onnx-proto';
import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';
import type { FoldedLayer, FoldedNetwork } from '../network/folded-network';

/** First operator set with Gelu. */
const OPSET = 20;
const IR_VERSION = 9;
const { FLOAT, UINT8 } = onnx.TensorProto.DataType;

/**
 * Encodes the network as an ONNX model. Input `images`: uint8, ['n', 32, 32, 3], RGB, 0-255;
 * outputs `logits`: float32, ['n', classes], and `features`: float32, ['n', features].
 *
 * @returns the model's protobuf bytes
 */
export function toOnnx(layers: FoldedNetwork, producerVersion: string): Buffer {
  const graph = new GraphBuilder('images');
  graph.node('Cast', 'pixels', [], { to: FLOAT });
  graph.node('Transpose', 'channels_first', [], { perm: [0, 3, 1, 2] });
  for (const layer of layers) addLayer(graph, layer);
  const head = layers.at(-1)!;
  if (head.kind !== 'dense') throw new Error('the last layer must be the head');
  const [features, classes] = head.shape;

  const model = onnx.ModelProto.create({
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET }],
    producerName: 'mlops-image-classification',
    producerVersion,
    graph: {
      name: 'classifier',
      node: graph.nodes,
      initializer: graph.initializers,
      input: [valueInfo('images', UINT8, ['n', IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS])],
      output: [
        valueInfo('logits', FLOAT, ['n', classes]),
        valueInfo('features', FLOAT, ['n', features]),
      ],
    },
  });
  return Buffer.from(onnx.ModelProto.encode(model).finish());
}

function addLayer(graph: GraphBuilder, layer: FoldedLayer): void {
  const { name } = layer;
  switch (layer.kind) {
    case 'convolution': {
      const [height, width, inputs, outputs] = layer.shape;
      const pads = layer.padding === 'same' ? samePads(height, width) : [0, 0, 0, 0];
      const filter = toChannelsFirst(layer.filter, layer.shape);
      graph.node(
        'Conv',
        name,
        [
          graph.floats(`${name}/filter`, filter, [outputs, inputs, height, width]),
          graph.floats(`${name}/bias`, layer.bias, [outputs]),
        ],
        { kernel_shape: [height, width], pads, strides: [1, 1] },
      );
      break;
    }
    case 'max-pool': {
      const square = [layer.size, layer.size];
      graph.node('MaxPool', name, [], { kernel_shape: square, strides: square });
      break;
    }
    case 'gelu':
      graph.node('Gelu', name, []);
      break;
    case 'global-max-pool':
      graph.node('GlobalMaxPool', `${name}/pool`, []);
      graph.node('Flatten', 'features', []);
      break;
    case 'dense':
      graph.node('Gemm', 'logits', [
        graph.floats(`${name}/weights`, layer.weights, layer.shape),
        graph.floats(`${name}/bias`, layer.bias, [layer.shape[1]]),
      ]);
      break;
  }
}

/** A chain of nodes: each one's first input is the output of the one before. */
class GraphBuilder {
  readonly nodes: onnx.INodeProto[] = [];
  readonly initializers: onnx.ITensorProto[] = [];
  #last: string;

  constructor(input: string) {
    this.#last = input;
  }

  /** @param output name of the node and of what it gives */
  node(
    opType: string,
    output: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
  ): void {
    this.nodes.push({
      opType,
      name: output,
      input: [this.#last, ...inputs],
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) =>
        typeof value === 'number'
          ? { name, type: onnx.AttributeProto.AttributeType.INT, i: value }
          : { name, type: onnx.AttributeProto.AttributeType.INTS, ints: [...value] },
      ),
    });
    this.#last = output;
  }

  /** Adds a constant and gives its name. */
  floats(name: string, values: Float32Array, dims: readonly number[]): string {
    const rawData = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, dataType: FLOAT, dims: [...dims], rawData });
    return name;
  }
}

function samePads(height: number, width: number): number[] {
  const [y, x] = [(height - 1) / 2, (width - 1) / 2];
  return [y, x, y, x];
}

/** HWIO → OIHW. */
function toChannelsFirst(
  filter: Float32Array,
  [height, width, inputs, outputs]: readonly [number, number, number, number],
): Float32Array {
  const positions = height * width;
  const result = new Float32Array(filter.length);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        result[(o * inputs + i) * positions + position] =
          filter[(position * inputs + i) * outputs + o]!;
      }
    }
  }
  return result;
}

function valueInfo(
  name: string,
  elemType: number,
  dims: readonly (string | number)[],
): onnx.IValueInfoProto {
  const dim = dims.map((side) =>
    typeof side === 'string' ? { dimParam: side } : { dimValue: side },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
