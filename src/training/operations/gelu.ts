import * as tf from '@tensorflow/tfjs';

/**
 * Gaussian error linear unit, exact: x·Φ(x), Φ the standard normal's distribution function
 * (Hendrycks & Gimpel, arXiv 1606.08415). Its gradient Φ(x) + x·φ(x) is written out, so that a
 * training step keeps x and Φ(x) instead of every intermediate of the composed form.
 *
 * @param x float32, any shape
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return geluOperation(x) as T;
}

/** The same with the gradient left to TensorFlow.js; the reference of the form above. */
export function composedGelu<T extends tf.Tensor>(x: T): T {
  return x.mul<T>(normalDistribution(x));
}

/** Φ(x) */
function normalDistribution(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => x.mul(Math.SQRT1_2).erf().add(1).mul(0.5));
}

const geluOperation = tf.customGrad((x, save) => {
  const input = x as tf.Tensor;
  const cdf = normalDistribution(input);
  const value = input.mul(cdf);
  (save as tf.GradSaveFunc)([input, cdf]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
    tf.tidy(() => {
      const [savedInput, savedCdf] = saved as [tf.Tensor, tf.Tensor];
      const xTimesPdf = savedInput
        .square()
        .mul(-0.5)
        .exp()
        .mul(savedInput)
        .mul(1 / Math.sqrt(2 * Math.PI));
      return dy.mul(savedCdf.add(xTimesPdf));
    });
  return { value, gradFunc };
});
