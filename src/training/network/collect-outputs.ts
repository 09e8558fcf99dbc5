import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';

/** What a forward pass gives, as plain arrays. */
export interface Outputs {
  /** float32, [n, classes] */
  readonly logits: Float32Array;
  /** float32, [n, features] */
  readonly features: Float32Array;
}

/**
 * Runs a forward pass over many images in batches, giving the event loop a turn between them.
 *
 * @param images uint8, [n, 32, 32, 3]
 * @param forward from float32 [b, 32, 32, 3] (0-255) to logits [b, classes] and features [b, f]
 */
export async function collectOutputs(
  images: Uint8Array,
  batchSize: number,
  forward: (images: tf.Tensor4D) => [logits: tf.Tensor, features: tf.Tensor],
  onBatch?: (done: number) => void,
): Promise<Outputs> {
  const count = images.length / IMAGE_VALUES;
  let logits: Float32Array | undefined;
  let features: Float32Array | undefined;
  for (let start = 0; start < count; start += batchSize) {
    const end = Math.min(start + batchSize, count);
    const batch = Float32Array.from(images.subarray(start * IMAGE_VALUES, end * IMAGE_VALUES));
    const [batchLogits, batchFeatures] = tf.tidy(() => {
      const shape: [number, number, number, number] = [
        end - start,
        IMAGE_SIDE,
        IMAGE_SIDE,
        IMAGE_CHANNELS,
      ];
      return forward(tf.tensor4d(batch, shape)).map((t) => t.dataSync() as Float32Array);
    }) as [Float32Array, Float32Array];
    logits ??= new Float32Array((batchLogits.length / (end - start)) * count);
    features ??= new Float32Array((batchFeatures.length / (end - start)) * count);
    logits.set(batchLogits, (logits.length / count) * start);
    features.set(batchFeatures, (features.length / count) * start);
    onBatch?.(end);
    await nextTurn();
  }
  return { logits: logits ?? new Float32Array(), features: features ?? new Float32Array() };
}
