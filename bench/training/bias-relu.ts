import * as tf from '@tensorflow/tfjs';
import {
  floatType,
  isNative,
  nativeBackend,
  type Attribute,
} from '../../src/training/operations/native-backend';

/** max(0, x + bias) out of TensorFlow.js' own operations. */
export function composedBiasRelu<T extends tf.Tensor>(x: T, bias: tf.Tensor): T {
  return tf.relu(x.add<T>(bias));
}

/**
 * The same by TensorFlow's kernels for it, which pass over the data once each; their gradients in
 * TensorFlow.js take five passes.
 */
export function fusedBiasRelu<T extends tf.Tensor>(x: T, bias: tf.Tensor): T {
  return isNative() ? (operation(x, bias) as T) : composedBiasRelu(x, bias);
}

const operation = tf.customGrad((x, bias, save) => {
  const backend = nativeBackend();
  const { binding } = backend;
  const type: Attribute = floatType();
  const typeAndFormat: Attribute[] = [
    type,
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
  ];
  const one = (name: string, attributes: readonly Attribute[], inputs: tf.Tensor[]): tf.Tensor =>
    backend.executeMultipleOutputs(name, attributes, inputs, 1)[0]!;
  const added = one('BiasAdd', typeAndFormat, [x as tf.Tensor, bias as tf.Tensor]);
  const value = one('Relu', [type], [added]);
  added.dispose();
  (save as tf.GradSaveFunc)([value]);
  const gradFunc = (dy: tf.Tensor, [y]: tf.Tensor[]): tf.Tensor[] => {
    const dx = one('ReluGrad', [type], [dy, y!]);
    return [dx, one('BiasAddGrad', typeAndFormat, [dx])];
  };
  return { value, gradFunc };
});
