import * as tf from '@tensorflow/tfjs';
import {
  floatType,
  isNative,
  nativeBackend,
  oneDnnLabel,
  triedOnce,
  type Attribute,
  type NativeBackend,
} from '../../src/training/operations/native-backend';
import { composedBiasRelu, fusedBiasRelu } from './bias-relu';

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
 * The same by oneDNN's kernel, which adds the bias while it convolves.
 *
 * @param isInput whether x is what the network is given: of it no gradient is computed
 */
export function fusedConvolutionBiasRelu(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor,
  isInput = false,
): tf.Tensor4D {
  if (!isNative() || !hasKernel()) return fusedBiasRelu(tf.conv2d(x, filter, 1, 'same'), bias);
  if (!isInput) return ofAll(x, filter, bias) as tf.Tensor4D;
  const ofParameters = tf.customGrad((f, b, save) =>
    convolve([x, f as tf.Tensor, b as tf.Tensor], save as tf.GradSaveFunc, false),
  );
  return ofParameters(filter, bias) as tf.Tensor4D;
}

const ofAll = tf.customGrad((x, filter, bias, save) =>
  convolve([x, filter, bias] as tf.Tensor[], save as tf.GradSaveFunc, true),
);

const hasKernel = triedOnce(() => {
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
  const one = (name: string, of: readonly Attribute[], inputs: readonly tf.Tensor[]): tf.Tensor =>
    backend.executeMultipleOutputs(name, of, inputs, 1)[0]!;
  const added = one('_MklNativeConv2DWithBias', attributes.labelled, inputs);
  const value = one('Relu', attributes.type, [added]);
  added.dispose();
  save([inputs[0]!, inputs[1]!, value]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [x, filter, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dz = one('ReluGrad', attributes.type, [dy, y]);
    const shapeOf = (tensor: tf.Tensor): tf.Tensor => tf.tensor1d(tensor.shape, 'int32');
    const gradients = [
      one('Conv2DBackpropFilter', attributes.convolution, [x, shapeOf(filter), dz]),
      one('BiasAddGrad', attributes.bias, [dz]),
    ];
    return givesInputGradient
      ? [one('Conv2DBackpropInput', attributes.convolution, [shapeOf(x), filter, dz]), ...gradients]
      : gradients;
  };
  return { value, gradFunc };
}

function attributesFor({
  binding,
}: NativeBackend): Readonly<Record<'type' | 'bias' | 'convolution' | 'labelled', Attribute[]>> {
  const type = [floatType()];
  const bias = [...type, { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' }];
  const convolution = [
    ...bias,
    { name: 'strides', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'dilations', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'padding', type: binding.TF_ATTR_STRING, value: 'SAME' },
  ];
  return { type, bias, convolution, labelled: [...convolution, oneDnnLabel()] };
}
