import * as tf from '@tensorflow/tfjs';
import { collectOutputs, type Outputs } from './collect-outputs';
import type { FoldedNetwork } from './folded-network';

/** Who is told what while a network runs. */
export interface Observers {
  /** How many images are done. */
  readonly onBatch?: (done: number) => void;
  /** The output of each layer of four dimensions, batch by batch. */
  readonly onActivation?: (layer: string, values: Float32Array) => void;
}

/** A folded network on the active backend. */
export interface FoldedModel {
  /** @param images uint8, [n, 32, 32, 3], RGB */
  predict(images: Uint8Array, batchSize: number, observers?: Observers): Promise<Outputs>;
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
  const forward = (
    images: tf.Tensor4D,
    onActivation?: Observers['onActivation'],
  ): [logits: tf.Tensor, features: tf.Tensor] => {
    const taps: tf.Tensor[] = [];
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
          break;
        case 'average-tap':
          taps.push(x.mean([1, 2]));
          break;
        case 'features':
          x = tf.concat([x, ...taps], 1);
          features = x;
          break;
        case 'dense':
          x = tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D).add(bias!);
          break;
      }
      if (x.rank === 4) onActivation?.(layer.name, x.dataSync() as Float32Array);
    }
    return [x, features];
  };
  return {
    predict(images, batchSize, { onBatch, onActivation } = {}) {
      const run = (batch: tf.Tensor4D): ReturnType<typeof forward> => forward(batch, onActivation);
      return collectOutputs(images, batchSize, run, onBatch);
    },
    dispose() {
      tf.dispose(weights.flat());
    },
  };
}
