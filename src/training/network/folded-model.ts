import * as tf from '@tensorflow/tfjs';
import { collectOutputs, type Outputs } from './collect-outputs';
import type { FoldedNetwork } from './folded-network';

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
