import { IMAGE_CHANNELS } from '../../config/image-shape';
import type { FoldedLayer, FoldedNetwork } from './folded-network';
import type { ConvolutionUnit, Network } from './network';
import { EPSILON, HEAD_SCALE, WHITENING_CHANNELS, WHITENING_SIDE } from './specification';

/**
 * Turns a trained network into what is served: each batch norm becomes the scale and bias of the
 * convolution before it. Where max pooling stands between the two this is exact, because the
 * scale is positive and so commutes with the maximum.
 */
export function foldNetwork(network: Network): FoldedNetwork {
  const { whitening, whiteningShift, units, head, classes } = network;
  const shift = whiteningShift.variable.dataSync();
  const [features] = head.variable.shape as [number, number];
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
    ...units.flatMap(foldUnit),
    { kind: 'global-max-pool', name: 'features' },
    {
      kind: 'dense',
      name: 'head',
      weights: (head.variable.dataSync() as Float32Array).map((value) => value * HEAD_SCALE),
      shape: [features, classes],
      bias: new Float32Array(classes),
    },
  ];
}

function foldUnit({ filter, shift, running, pooled }: ConvolutionUnit): FoldedLayer[] {
  const name = filter.name.replace('/filter', '').replace('/', '_');
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
