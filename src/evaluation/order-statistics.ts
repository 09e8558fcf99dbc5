/**
 * The value that would stand at `index` if all were sorted.
 *
 * @param index from 0
 */
export function nthSmallest(values: Float32Array | Float64Array, index: number): number {
  return Float64Array.from(values).sort()[index]!;
}

/** The smallest value that is not exceeded by this share (0-1) of all of them. */
export function percentile(values: Float32Array | Float64Array, share: number): number {
  const last = values.length - 1;
  return nthSmallest(values, Math.min(last, Math.max(0, Math.ceil(share * values.length) - 1)));
}
