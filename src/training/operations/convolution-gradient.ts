import * as tf from '@tensorflow/tfjs';

/**
 * Gives the WASM backend the one kernel of a convolution's training step that tfjs 4.22 lacks
 * there: the gradient of the filter. It is a sum of matrix products, one a filter position:
 * dW[i, j] = patches(i, j)ᵀ · dy.
 */
export function registerWasmConvolutionGradient(): void {
  const registered: unknown = tf.getKernel('Conv2DBackpropFilter', 'wasm'); // typed as never missing
  if (registered !== undefined) return;
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
        attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const x = inputs.x as tf.Tensor4D;
      const dy = inputs.dy as tf.Tensor4D;
      const shape = tf.backend_util.computeConv2DInfo(
        x.shape,
        filterShape,
        strides,
        1,
        pad,
        dimRoundingMode,
        false,
        tf.backend_util.convertConv2DDataFormat(dataFormat),
      );
      return filterGradient(x, dy, shape);
    },
  });
}

function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  shape: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { strideHeight, strideWidth, dataFormat, padInfo } = shape;
  if (strideHeight !== 1 || strideWidth !== 1 || dataFormat !== 'channelsLast') {
    throw new Error('the WASM filter gradient is written for stride 1 and NHWC');
  }
  return tf.tidy(() => {
    const { top, bottom, left, right } = padInfo;
    const padded = tf.pad4d(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const [n, height, width, outChannels] = dy.shape;
    const rows = n * height * width;
    const flatDy = dy.reshape<tf.Tensor2D>([rows, outChannels]);
    const products: tf.Tensor2D[] = [];
    for (let i = 0; i < shape.filterHeight; i++) {
      for (let j = 0; j < shape.filterWidth; j++) {
        const patches = padded
          .slice([0, i, j, 0], [n, height, width, shape.inChannels])
          .reshape<tf.Tensor2D>([rows, shape.inChannels]);
        products.push(tf.matMul(patches, flatDy, true));
      }
    }
    return tf.stack(products).reshape(shape.filterShape);
  });
}
