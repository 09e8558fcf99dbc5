import { getFloat16, setFloat16 } from '@petamoriken/float16';

const BYTES = 2;

/**
 * Values as IEEE 754 half precision, little-endian: 11 significant bits.
 *
 * @param values of magnitude below 65,520
 */
export function toHalf(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  const view = new DataView(halves.buffer);
  for (const [i, value] of values.entries()) setFloat16(view, i * BYTES, value, true);
  return halves;
}

/** The values of {@link toHalf}, rounded to what half precision can tell apart. */
export function fromHalf(halves: Uint16Array): Float32Array {
  const view = new DataView(halves.buffer, halves.byteOffset, halves.byteLength);
  return Float32Array.from({ length: halves.length }, (_, i) => getFloat16(view, i * BYTES, true));
}
