/** Zeros around a map: at its top, left, bottom and right, as ONNX has them. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

/** A convolution with its weights, which a normalisation behind it can still be folded into. */
export interface Convolution {
  /** float32, OIHW; a depthwise one has [outputs, 1, height, width] */
  readonly filter: Float32Array;
  readonly shape: readonly [outputs: number, inputs: number, height: number, width: number];
  /** float32, [outputs] */
  readonly bias: Float32Array;
  readonly groups: number;
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pads: Pads;
}

/**
 * @param kernel float32, HWIO
 * @returns float32, OIHW
 */
export function outputsFirst(
  kernel: Float32Array,
  [height, width, inputs, outputs]: readonly [number, number, number, number],
): Float32Array {
  const filter = new Float32Array(kernel.length);
  const positions = height * width;
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        filter[(o * inputs + i) * positions + position] =
          kernel[(position * inputs + i) * outputs + o]!;
      }
    }
  }
  return filter;
}

/** The convolution whose outputs are multiplied and moved, each by its own numbers. */
export function scaled(
  convolution: Convolution,
  factors: Float32Array,
  offsets: Float32Array,
): Convolution {
  const { filter, bias } = convolution;
  const each = filter.length / bias.length;
  return {
    ...convolution,
    filter: filter.map((value, i) => value * factors[Math.floor(i / each)]!),
    bias: bias.map((value, i) => value * factors[i]! + offsets[i]!),
  };
}

/** Zeros by which a map keeps its size, divided by the stride, as TensorFlow distributes them. */
export function samePads(
  [height, width]: readonly [number, number],
  [kernelHeight, kernelWidth]: readonly [number, number],
  [strideY, strideX]: readonly [number, number],
  [dilationY, dilationX]: readonly [number, number],
): Pads {
  const missing = (size: number, kernel: number, stride: number, dilation: number): number =>
    Math.max(0, (Math.ceil(size / stride) - 1) * stride + dilation * (kernel - 1) + 1 - size);
  const y = missing(height, kernelHeight, strideY, dilationY);
  const x = missing(width, kernelWidth, strideX, dilationX);
  return [Math.floor(y / 2), Math.floor(x / 2), Math.ceil(y / 2), Math.ceil(x / 2)];
}
