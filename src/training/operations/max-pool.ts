import * as tf from '@tensorflow/tfjs';
import {
  floatType,
  isNative,
  nativeBackend,
  oneDnnLabel,
  triedOnce,
  type Attribute,
  type NativeBackend,
} from './native-backend';

/**
 * Max pooling of 2×2 with stride 2; an odd last row or column is left out. Of equal values the
 * first, row by row, gets the gradient.
 *
 * TensorFlow's own gradient looks for the maxima again, on one core; oneDNN's kernels keep their
 * places and use all cores, and give the same numbers. They are used where this TensorFlow has
 * them. The gradient of tfjs-backend-wasm 4.22 loses what belongs to a square without a positive
 * value, so that it is computed here instead.
 *
 * @param x float32, [n, height, width, channels]
 * @returns float32, [n, ⌊height / 2⌋, ⌊width / 2⌋, channels]
 */
export function maxPoolHalf(x: tf.Tensor4D): tf.Tensor4D {
  if (!isNative()) return searchingAgain(x);
  return hasKernels() ? (keepingPlaces(x) as tf.Tensor4D) : composedMaxPoolHalf(x);
}

/** The same by TensorFlow.js' own operation; right on the native backend only. */
export function composedMaxPoolHalf(x: tf.Tensor4D): tf.Tensor4D {
  return tf.maxPool(x, 2, 2, 'valid');
}

const searchingAgain = tf.customGrad((x, save) => {
  const input = x as tf.Tensor4D;
  (save as tf.GradSaveFunc)([input]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
    gradientOf(saved[0] as tf.Tensor4D, dy as tf.Tensor4D);
  return { value: composedMaxPoolHalf(input), gradFunc };
});

function gradientOf(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = x.shape;
  const [n, rows, columns] = dy.shape;
  const values = x.dataSync();
  const received = dy.dataSync();
  const gradient = new Float32Array(values.length);
  const row = width * channels;
  let from = 0;
  for (let image = 0; image < n; image++) {
    for (let y = 0; y < rows; y++) {
      for (let column = 0; column < columns; column++) {
        const corner = (image * height + 2 * y) * row + 2 * column * channels;
        for (let channel = 0; channel < channels; channel++) {
          const first = corner + channel;
          let place = first;
          if (values[first + channels]! > values[place]!) place = first + channels;
          if (values[first + row]! > values[place]!) place = first + row;
          if (values[first + row + channels]! > values[place]!) place = first + row + channels;
          gradient[place] = received[from++]!;
        }
      }
    }
  }
  return tf.tensor4d(gradient, x.shape);
}

const FORWARD = '_MklNativeMaxPool';
const BACKWARD = '_MklNativeMaxPoolGrad';

const keepingPlaces = tf.customGrad((x, save) => {
  const backend = nativeBackend();
  const input = x as tf.Tensor;
  const [value, places] = backend.executeMultipleOutputs(
    FORWARD,
    attributesFor(backend),
    [input],
    2,
  ) as [tf.Tensor, tf.Tensor];
  (save as tf.GradSaveFunc)([input, value, places]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
    const [x, y, places] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const inputs = [x, y, dy, places];
    return backend.executeMultipleOutputs(BACKWARD, attributesFor(backend), inputs, 1)[0]!;
  };
  return { value, gradFunc };
});

function attributesFor({ binding }: NativeBackend): readonly Attribute[] {
  return [
    floatType(),
    { name: 'ksize', type: binding.TF_ATTR_INT, value: [1, 2, 2, 1] },
    { name: 'strides', type: binding.TF_ATTR_INT, value: [1, 2, 2, 1] },
    { name: 'padding', type: binding.TF_ATTR_STRING, value: 'VALID' },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'workspace_enabled', type: binding.TF_ATTR_BOOL, value: true },
    oneDnnLabel(),
  ];
}

const hasKernels = triedOnce(() => {
  const backend = nativeBackend();
  const image = tf.zeros([1, 2, 2, 1]);
  const attributes = attributesFor(backend);
  const [y, places] = backend.executeMultipleOutputs(FORWARD, attributes, [image], 2);
  backend.executeMultipleOutputs(BACKWARD, attributes, [image, y!, y!, places!], 1);
});
