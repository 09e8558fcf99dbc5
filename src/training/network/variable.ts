import * as tf from '@tensorflow/tfjs';

/** Makes a variable of a tensor and disposes the tensor, which tfjs leaves to the caller. */
export function variableOf(initial: tf.Tensor, trainable: boolean): tf.Variable {
  const variable = tf.variable(initial, trainable);
  initial.dispose();
  return variable;
}
