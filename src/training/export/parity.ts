import * as tf from '@tensorflow/tfjs';
import { IMAGE_VALUES } from '../../config/image-shape';
import { collectOutputs } from '../network/collect-outputs';
import type { OnnxGraph } from '../../onnx/run-graph';
import { PARITY_TOLERANCE } from './parity-tolerance';

/** The engines do not agree on the exported network. */
export class ParityError extends Error {
  override readonly name = 'ParityError';
}

/**
 * Runs the same images through the exported layers model and the exported ONNX graph.
 *
 * @param images uint8, [n, 32, 32, 3]
 * @returns the largest absolute difference of a logit
 * @throws {ParityError} when it is more than {@link PARITY_TOLERANCE}
 */
export async function checkParity(
  model: tf.LayersModel,
  graph: OnnxGraph,
  images: Uint8Array,
): Promise<number> {
  const count = images.length / IMAGE_VALUES;
  const { logits: expected } = await collectOutputs(
    images,
    count,
    (batch) => model.predict(batch) as [tf.Tensor, tf.Tensor],
  );
  const { logits: actual } = await graph.run(images, count);
  const difference = largestDifference(expected, actual);
  if (!(difference <= PARITY_TOLERANCE)) {
    throw new ParityError(
      `tfjs and ONNX logits differ by ${difference}, more than ${PARITY_TOLERANCE}`,
    );
  }
  return difference;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, i) => {
    const difference = Math.abs(value - b[i]!);
    return Number.isNaN(difference) ? NaN : Math.max(largest, difference);
  }, 0);
}
