/** How real values become whole numbers: `real = scale · (whole − zeroPoint)`. */
export interface Quantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/**
 * Unsigned 8-bit quantization of the values between two bounds; zero is represented exactly, as
 * ONNX demands (padding is zero).
 */
export function quantizationOf(minimum: number, maximum: number): Quantization {
  const low = Math.min(minimum, 0);
  const high = Math.max(maximum, 0);
  const scale = Math.fround((high - low) / 255 || 1);
  return { scale, zeroPoint: Math.round(-low / scale) };
}

/** A filter as signed 8-bit numbers, each output channel with a scale of its own. */
export interface QuantizedFilter {
  /** int8, OIHW, -127…127 */
  readonly values: Int8Array;
  /** float32, [outputs] */
  readonly scales: Float32Array;
}

/**
 * @param filter float32, HWIO
 * @param shape of the filter: height, width, inputs, outputs
 */
export function quantizeFilter(
  filter: Float32Array,
  [height, width, inputs, outputs]: readonly [number, number, number, number],
): QuantizedFilter {
  const positions = height * width;
  const scales = new Float32Array(outputs);
  for (const [i, weight] of filter.entries()) {
    const output = i % outputs;
    scales[output] = Math.max(scales[output]!, Math.abs(weight) / 127);
  }
  const values = new Int8Array(filter.length);
  for (const [i, weight] of filter.entries()) {
    const output = i % outputs;
    const input = Math.floor(i / outputs) % inputs;
    const position = Math.floor(i / (outputs * inputs));
    const whole = scales[output] === 0 ? 0 : Math.round(weight / scales[output]!);
    values[(output * inputs + input) * positions + position] = Math.max(-127, Math.min(127, whole));
  }
  return { values, scales: scales.map((scale) => scale || 1) };
}

/**
 * The same of a filter as ONNX has it.
 *
 * @param filter float32, OIHW
 */
export function quantizeFilterOfOnnx(filter: Float32Array, outputs: number): QuantizedFilter {
  const each = filter.length / outputs;
  const values = new Int8Array(filter.length);
  const scales = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const row = filter.subarray(output * each, (output + 1) * each);
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const scale = Math.fround(largest / 127) || 1;
    scales[output] = scale;
    for (const [i, weight] of row.entries()) {
      values[output * each + i] = Math.max(-127, Math.min(127, Math.round(weight / scale)));
    }
  }
  return { values, scales };
}

/**
 * Biases in the unit of the accumulator: the scale of the input times that of the filter.
 *
 * @returns int32, [outputs]
 */
export function quantizeBias(
  bias: Float32Array,
  inputScale: number,
  filterScales: Float32Array,
): Int32Array {
  return Int32Array.from(bias, (value, i) => Math.round(value / (inputScale * filterScales[i]!)));
}
