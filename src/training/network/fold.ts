import type * as tf from '@tensorflow/tfjs';
import { IMAGE_CHANNELS } from '../../config/image-shape';
import type { FoldedLayer, FoldedNetwork } from './folded-network';
import type { ConvolutionUnit, Network } from './network';
import { EPSILON, HEAD_SCALE, WHITENING_CHANNELS, WHITENING_SIDE } from './specification';

/**
 * The last layer of a network trained on ten classes knows little but those ten; a head for a new
 * class does better with what the second block sees besides (measured by `npm run bench:retrain`).
 */
const TAPPED_UNITS = 4;

/**
 * Turns a trained network into what is served: each batch norm becomes the scale and bias of the
 * convolution before it. Where max pooling stands between the two this is exact, because the
 * scale is positive and so commutes with the maximum.
 */
export function foldNetwork(network: Network): FoldedNetwork {
  const { whitening, whiteningShift, units, head, classes } = network;
  const shift = whiteningShift.variable.dataSync();
  const [penultimate] = head.variable.shape as [number, number];
  const tapped = units[TAPPED_UNITS - 1]!.shift.variable.size;
  return [
    {
      kind: 'convolution',
      name: 'whitening',
      filter: whitening.filter,
      shape: [WHITENING_SIDE, WHITENING_SIDE, IMAGE_CHANNELS, WHITENING_CHANNELS],
      bias: whitening.offset.map((value, i) => value + shift[i]!),
      padding: 'valid',
    },
    { kind: 'gelu', name: 'whitening_gelu' },
    ...units.slice(0, TAPPED_UNITS).flatMap(foldUnit),
    { kind: 'average-tap', name: 'block2_average' },
    ...units.slice(TAPPED_UNITS).flatMap(foldUnit),
    { kind: 'global-max-pool', name: 'block3_maximum' },
    { kind: 'features', name: 'features' },
    {
      kind: 'dense',
      name: 'head',
      weights: weightsOf(head.variable, tapped * classes),
      shape: [penultimate + tapped, classes],
      bias: new Float32Array(classes),
    },
  ];
}

/** The head was trained on the last block alone: its weights of what was tapped are zero. */
function weightsOf(head: tf.Variable, zeros: number): Float32Array {
  const trained = head.dataSync() as Float32Array;
  const weights = new Float32Array(trained.length + zeros);
  weights.set(trained.map((value) => value * HEAD_SCALE));
  return weights;
}

/** The name that the layers of a unit have when they are folded. */
export function foldedName({ filter }: Pick<ConvolutionUnit, 'filter'>): string {
  return filter.name.replace('/filter', '').replace('/', '_');
}

function foldUnit(unit: ConvolutionUnit): FoldedLayer[] {
  const { filter, shift, running, pooled } = unit;
  const name = foldedName(unit);
  const shape = filter.variable.shape as [number, number, number, number];
  const outputs = shape[3];
  const shifts = shift.variable.dataSync();
  const means = running.mean.dataSync();
  const scales = Float32Array.from(
    running.variance.dataSync(),
    (variance) => 1 / Math.sqrt(variance + EPSILON),
  );
  const convolution: FoldedLayer = {
    kind: 'convolution',
    name,
    filter: (filter.variable.dataSync() as Float32Array).map(
      (weight, i) => weight * scales[i % outputs]!,
    ),
    shape,
    bias: scales.map((scale, i) => shifts[i]! - means[i]! * scale),
    padding: 'same',
  };
  const pool: FoldedLayer[] = pooled ? [{ kind: 'max-pool', name: `${name}_pool`, size: 2 }] : [];
  return [convolution, ...pool, { kind: 'gelu', name: `${name}_gelu` }];
}
