import * as tf from '@tensorflow/tfjs';
import {
  isNative,
  nativeBackend,
  triedOnce,
  type Attribute,
  type NativeBackend,
} from '../../src/training/operations/native-backend';
import { composedBiasRelu } from './bias-relu';

/**
 * max(0, x * filter + bias) with borders of zeros, out of TensorFlow.js' own operations.
 *
 * @param x float32, [n, height, width, channels]
 * @param filter float32, [side, side, channels, outputs]
 * @param bias float32, [outputs]
 */
export function composedConvolutionBiasRelu(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor,
): tf.Tensor4D {
  return composedBiasRelu(tf.conv2d(x, filter, 1, 'same'), bias);
}

/**
 * The same by oneDNN's kernels, which add the bias while they convolve, and sum its gradient while
 * they compute the filter's.
 *
 * @param isInput whether x is what the network is given: of it no gradient is computed
 */
export function fusedConvolutionBiasRelu(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor,
  isInput = false,
): tf.Tensor4D {
  if (!isNative() || !hasKernels()) return composedConvolutionBiasRelu(x, filter, bias);
  if (!isInput) return ofAll(x, filter, bias) as tf.Tensor4D;
  const ofParameters = tf.customGrad((f, b, save) =>
    convolve([x, f as tf.Tensor, b as tf.Tensor], save as tf.GradSaveFunc, false),
  );
  return ofParameters(filter, bias) as tf.Tensor4D;
}

const ofAll = tf.customGrad((x, filter, bias, save) =>
  convolve([x, filter, bias] as tf.Tensor[], save as tf.GradSaveFunc, true),
);

const hasKernels = triedOnce(() => {
  const filter = tf.zeros([3, 3, 1, 1]);
  tf.grads(ofAll)([tf.zeros([1, 2, 2, 1]), filter, tf.zeros([1])]);
});

function convolve(
  inputs: readonly tf.Tensor[],
  save: tf.GradSaveFunc,
  givesInputGradient: boolean,
): { value: tf.Tensor; gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[] } {
  const backend = nativeBackend();
  const attributes = attributesFor(backend);
  const type = attributes.slice(0, 1);
  const one = (name: string, of: readonly Attribute[], inputs: readonly tf.Tensor[]): tf.Tensor =>
    backend.executeMultipleOutputs(name, of, inputs, 1)[0]!;
  const added = one('_MklNativeConv2DWithBias', attributes, inputs);
  const value = one('Relu', type, [added]);
  added.dispose();
  save([inputs[0]!, inputs[1]!, value]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [x, filter, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dz = one('ReluGrad', type, [dy, y]);
    const parameters = backend.executeMultipleOutputs(
      '_MklNativeConv2DBackpropFilterWithBias',
      attributes,
      [x, tf.tensor1d(filter.shape, 'int32'), dz],
      2,
    );
    if (!givesInputGradient) return parameters;
    const shape = tf.tensor1d(x.shape, 'int32');
    return [one('_MklNativeConv2DBackpropInput', attributes, [shape, filter, dz]), ...parameters];
  };
  return { value, gradFunc };
}

function attributesFor({ binding }: NativeBackend): readonly Attribute[] {
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'strides', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'dilations', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'padding', type: binding.TF_ATTR_STRING, value: 'SAME' },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    // The label under which TensorFlow registers these kernels (mkl_graph_util.h).
    { name: '_kernel', type: binding.TF_ATTR_STRING, value: 'MklNameChangeOp' },
  ];
}
