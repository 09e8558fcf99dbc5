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
  const table = valuesOfHalves();
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]!]!;
  return values;
}

let table: Float32Array | undefined;

/** There are no more than 65,536: looking them up is twenty times faster than computing millions. */
function valuesOfHalves(): Float32Array {
  if (table !== undefined) return table;
  const view = new DataView(new ArrayBuffer(BYTES));
  table = Float32Array.from({ length: 2 ** 16 }, (_, half) => {
    view.setUint16(0, half, true);
    return getFloat16(view, 0, true);
  });
  return table;
}
