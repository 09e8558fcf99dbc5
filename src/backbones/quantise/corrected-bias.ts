import type { QuantizedFilter } from '../../onnx/quantize';

/**
 * Rounding weights moves the mean of what a convolution gives, by about the errors of the weights
 * times the means of the channels that they are multiplied by: the bias takes that back (M. Nagel et
 * al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019).
 *
 * @param bias float32, [outputs]
 * @param filter float32, OIHW
 * @param means float64, [channels] of the input; its channels are shared out over the groups
 */
export function correctedBias(
  bias: Float32Array,
  filter: Float32Array,
  { values, scales }: QuantizedFilter,
  means: Float64Array,
  [outputs, inputs]: readonly [outputs: number, inputs: number],
): Float32Array {
  const groups = means.length / inputs;
  const each = filter.length / outputs;
  const positions = each / inputs;
  return bias.map((value, output) => {
    const first = Math.floor((output * groups) / outputs) * inputs;
    let moved = 0;
    for (let i = 0; i < each; i++) {
      const at = output * each + i;
      const error = values[at]! * scales[output]! - filter[at]!;
      moved += error * means[first + Math.floor(i / positions)]!;
    }
    return value - moved;
  });
}
