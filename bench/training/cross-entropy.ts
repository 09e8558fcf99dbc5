import * as tf from '@tensorflow/tfjs';
import { floatType, isNative, nativeBackend } from '../../src/training/operations/native-backend';

/**
 * Mean cross entropy of the softmax, out of TensorFlow.js' own operations.
 *
 * @param targets float32, [n, classes], probabilities
 * @param logits float32, [n, classes]
 */
export function composedCrossEntropy(targets: tf.Tensor, logits: tf.Tensor): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(targets, logits);
}

/** The same by TensorFlow's kernel for it, which gives the gradient beside the value. */
export function fusedCrossEntropy(targets: tf.Tensor, logits: tf.Tensor): tf.Scalar {
  if (!isNative()) return composedCrossEntropy(targets, logits);
  const operation = tf.customGrad((x, save) => {
    const backend = nativeBackend();
    const [losses, gradient] = backend.executeMultipleOutputs(
      'SoftmaxCrossEntropyWithLogits',
      [floatType()],
      [x as tf.Tensor, targets],
      2,
    ) as [tf.Tensor, tf.Tensor];
    (save as tf.GradSaveFunc)([gradient]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      saved[0]!.mul(dy.div(losses.size));
    return { value: losses.mean(), gradFunc };
  });
  return operation(logits) as tf.Scalar;
}
