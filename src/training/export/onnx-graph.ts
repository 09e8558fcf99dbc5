import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';
import { ELEMENT_TYPES, GraphBuilder, type ExternalData } from '../../onnx/graph-builder';
import type { FoldedLayer, FoldedNetwork } from '../network/folded-network';

/** First operator set with Gelu. */
const OPERATOR_SET = 20;

/**
 * Encodes the network as an ONNX model. Input `images`: uint8, ['n', 32, 32, 3], RGB, 0-255;
 * outputs `logits`: float32, ['n', classes], and `features`: float32, ['n', features].
 *
 * Its weights are those of the tfjs layers model, in the same file: filters are stored HWIO and
 * transposed to OIHW in the graph, once, when a runtime loads it and folds its constants.
 *
 * @param places where the weights of each layer lie, by the names that tfjs gives them
 * @returns the model's protobuf bytes
 */
export function toOnnx(
  layers: FoldedNetwork,
  places: ReadonlyMap<string, ExternalData>,
  producerVersion: string,
): Buffer {
  const graph = new GraphBuilder();
  const head = layers.at(-1)!;
  if (head.kind !== 'dense') throw new Error('the last layer must be the head');
  const [features, classes] = head.shape;

  const taps: string[] = [];
  let last = graph.node('Cast', 'pixels', ['images'], { to: ELEMENT_TYPES.FLOAT });
  last = graph.node('Transpose', 'channels_first', [last], { perm: [0, 3, 1, 2] });
  for (const layer of layers) last = addLayer(graph, layer, last, taps, places);

  return graph.encode({
    name: 'classifier',
    inputs: [
      { name: 'images', type: 'UINT8', shape: ['n', IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS] },
    ],
    outputs: [
      { name: 'logits', type: 'FLOAT', shape: ['n', classes] },
      { name: 'features', type: 'FLOAT', shape: ['n', features] },
    ],
    operatorSet: OPERATOR_SET,
    producerVersion,
  });
}

/** @returns the name of what the layer gives */
function addLayer(
  graph: GraphBuilder,
  layer: FoldedLayer,
  input: string,
  taps: string[],
  places: ReadonlyMap<string, ExternalData>,
): string {
  const { name } = layer;
  const weights = (role: string, shape: readonly number[]): string =>
    graph.external(`${name}/${role}`, shape, places.get(`${name}/${role}`)!);
  switch (layer.kind) {
    case 'convolution': {
      const [height, width, , outputs] = layer.shape;
      const filter = graph.node('Transpose', `${name}/filter`, [weights('kernel', layer.shape)], {
        perm: [3, 2, 0, 1],
      });
      return graph.node('Conv', name, [input, filter, weights('bias', [outputs])], {
        kernel_shape: [height, width],
        pads: layer.padding === 'same' ? samePads(height, width) : [0, 0, 0, 0],
        strides: [1, 1],
      });
    }
    case 'max-pool': {
      const square = [layer.size, layer.size];
      return graph.node('MaxPool', name, [input], { kernel_shape: square, strides: square });
    }
    case 'gelu':
      return graph.node('Gelu', name, [input]);
    case 'average-tap': {
      const pooled = graph.node('GlobalAveragePool', `${name}/pool`, [input]);
      taps.push(graph.node('Flatten', name, [pooled]));
      return input;
    }
    case 'global-max-pool':
      return graph.node('Flatten', name, [graph.node('GlobalMaxPool', `${name}/pool`, [input])]);
    case 'features':
      return graph.node('Concat', 'features', [input, ...taps], { axis: 1 });
    case 'dense':
      return graph.node('Gemm', 'logits', [
        input,
        weights('kernel', layer.shape),
        weights('bias', [layer.shape[1]]),
      ]);
  }
}

/** Padding that keeps the size, for filters of odd sides and stride 1. */
export function samePads(height: number, width: number): number[] {
  const [y, x] = [(height - 1) / 2, (width - 1) / 2];
  return [y, x, y, x];
}
