import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';
import type { ModelCard } from '../../registry/card';
import type { FoldedLayer, FoldedNetwork } from './folded-network';

type NetworkSummary = ModelCard['network'];
type LayerSummary = NetworkSummary['layers'][number];

/** What a card says of a network: its layers with their shapes, parameters and cost. */
export function summarizeNetwork(name: string, layers: FoldedNetwork): NetworkSummary {
  let shape: readonly number[] = [IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS];
  let flop = 0;
  let tapped = 0;
  let features = 0;
  let penultimate = 0;
  const summaries: LayerSummary[] = [];
  for (const layer of layers) {
    const output = outputShape(layer, shape, tapped);
    if (layer.kind === 'average-tap') tapped += shape[2]!;
    if (layer.kind === 'features') [features, penultimate] = [output[0]!, shape[0]!];
    const parameters = parametersOf(layer);
    flop += flopOf(layer, output);
    summaries.push({
      name: layer.name,
      type: layer.kind,
      output_shape: output.join('×'),
      parameters,
    });
    shape = output;
  }
  const parameters = summaries.reduce((sum, layer) => sum + layer.parameters, 0);
  return {
    name,
    parameters,
    features,
    penultimate,
    mflop: Math.round(flop / 1e5) / 10,
    layers: summaries,
  };
}

function outputShape(
  layer: FoldedLayer,
  input: readonly number[],
  tapped: number,
): readonly number[] {
  const [height = 1, width = 1, channels = input[0]!] = input;
  switch (layer.kind) {
    case 'convolution': {
      const [filterHeight, filterWidth, , outputs] = layer.shape;
      return layer.padding === 'same'
        ? [height, width, outputs]
        : [height - filterHeight + 1, width - filterWidth + 1, outputs];
    }
    case 'max-pool':
      return [Math.floor(height / layer.size), Math.floor(width / layer.size), channels];
    case 'gelu':
    case 'average-tap':
      return input;
    case 'features':
      return [channels + tapped];
    case 'global-max-pool':
      return [channels];
    case 'dense':
      return [layer.shape[1]];
  }
}

function parametersOf(layer: FoldedLayer): number {
  if (layer.kind === 'convolution') return layer.filter.length + layer.bias.length;
  return layer.kind === 'dense' ? layer.weights.length + layer.bias.length : 0;
}

/** Multiplications and additions of the matrix products, which are nearly all there is. */
function flopOf(layer: FoldedLayer, output: readonly number[]): number {
  if (layer.kind === 'convolution') return 2 * output[0]! * output[1]! * layer.filter.length;
  return layer.kind === 'dense' ? 2 * layer.weights.length : 0;
}
