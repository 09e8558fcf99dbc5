import { nthSmallest } from './order-statistics';

/**
 * Scales each row to length 1, so that distances are between directions.
 *
 * @param rows float32, [n, stride]
 * @param width how many leading values of each row count
 * @returns float32, [n, width]; a row of zeros stays one
 */
export function unitRows(rows: Float32Array, stride: number, width: number): Float32Array {
  const count = rows.length / stride;
  const unit = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    let square = 0;
    for (let f = 0; f < width; f++) square += rows[i * stride + f]! ** 2;
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let f = 0; f < width; f++) unit[i * width + f] = rows[i * stride + f]! * scale;
  }
  return unit;
}

/**
 * Cosine distance (0-2) of each query to its k-th nearest reference: how far it is from everything
 * known (Sun et al. 2022, arXiv 2204.06507).
 *
 * @param references float32, [m, width], rows of length 1; m ≥ k
 * @param queries float32, [n, width], rows of length 1
 * @param isSame leaves a reference out for a query, where both are the same image
 * @returns float32, [n]
 */
export function neighbourDistances(
  references: Float32Array,
  queries: Float32Array,
  width: number,
  k: number,
  isSame: (query: number, reference: number) => boolean = () => false,
): Float32Array {
  const known = references.length / width;
  const distances = new Float32Array(queries.length / width);
  const toAll = new Float64Array(known);
  for (let q = 0; q < distances.length; q++) {
    for (let r = 0; r < known; r++) {
      let product = 0;
      for (let f = 0; f < width; f++)
        product += queries[q * width + f]! * references[r * width + f]!;
      toAll[r] = isSame(q, r) ? Infinity : 1 - product;
    }
    distances[q] = nthSmallest(toAll, k - 1);
  }
  return distances;
}
