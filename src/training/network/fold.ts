import * as tf from '@tensorflow/tfjs';
import { IMAGE_CHANNELS } from '../../config/image-shape';
import { collectOutputs } from './collect-outputs';
import type { ConvolutionUnit, Network } from './network';
import { EPSILON, HEAD_SCALE, WHITENING_CHANNELS, WHITENING_SIDE } from './specification';

/** A layer of the network as it is served: no batch norm, no constants left to multiply by. */
export type FoldedLayer =
  | {
      readonly kind: 'convolution';
      readonly name: string;
      /** float32, HWIO */
      readonly filter: Float32Array;
      readonly shape: readonly [height: number, width: number, inputs: number, outputs: number];
      /** float32, [outputs] */
      readonly bias: Float32Array;
      readonly padding: 'valid' | 'same';
    }
  | { readonly kind: 'max-pool'; readonly name: string; readonly size: number }
  | { readonly kind: 'gelu'; readonly name: string }
  | { readonly kind: 'global-max-pool'; readonly name: string }
  | {
      readonly kind: 'dense';
      readonly name: string;
      /** float32, [inputs, outputs] */
      readonly weights: Float32Array;
      readonly shape: readonly [inputs: number, outputs: number];
      /** float32, [outputs] */
      readonly bias: Float32Array;
    };

/** Raw pixels (float32, [n, 32, 32, 3], 0-255) in; the last layer gives the logits, the one before it the features. */
export type FoldedNetwork = readonly FoldedLayer[];

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

/** What a forward pass gives, as plain arrays. */
export interface Outputs {
  /** float32, [n, classes] */
  readonly logits: Float32Array;
  /** float32, [n, features] */
  readonly features: Float32Array;
}

/** A folded network on the active backend. */
export interface FoldedModel {
  /**
   * @param images uint8, [n, 32, 32, 3], RGB
   * @param onBatch is told how many images are done
   */
  predict(
    images: Uint8Array,
    batchSize: number,
    onBatch?: (done: number) => void,
  ): Promise<Outputs>;
  dispose(): void;
}

/** Puts a folded network's weights on the active backend and runs it there. */
export function loadFolded(layers: FoldedNetwork): FoldedModel {
  const weights = layers.map((layer): readonly tf.Tensor[] => {
    if (layer.kind === 'convolution') {
      return [tf.tensor4d(layer.filter, [...layer.shape]), tf.tensor1d(layer.bias)];
    }
    if (layer.kind === 'dense') {
      return [tf.tensor2d(layer.weights, [...layer.shape]), tf.tensor1d(layer.bias)];
    }
    return [];
  });
  const forward = (images: tf.Tensor4D): [logits: tf.Tensor, features: tf.Tensor] => {
    let x: tf.Tensor = images;
    let features: tf.Tensor = images;
    for (const [i, layer] of layers.entries()) {
      const [kernel, bias] = weights[i]!;
      switch (layer.kind) {
        case 'convolution':
          x = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, layer.padding).add(bias!);
          break;
        case 'max-pool':
          x = tf.maxPool(x as tf.Tensor4D, layer.size, layer.size, 'valid');
          break;
        case 'gelu':
          x = x.mul(x.mul(Math.SQRT1_2).erf().add(1).mul(0.5));
          break;
        case 'global-max-pool':
          x = tf.max(x, [1, 2]);
          features = x;
          break;
        case 'dense':
          x = tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D).add(bias!);
          break;
      }
    }
    return [x, features];
  };
  return {
    predict(images, batchSize, onBatch) {
      return collectOutputs(images, batchSize, forward, onBatch);
    },
    dispose() {
      tf.dispose(weights.flat());
    },
  };
}
