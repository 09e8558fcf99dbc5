/**
 * The first `width` of each row's features, scaled to length 1: their dot product with another
 * such row is the cosine of the angle between them. A row of zeros stays one.
 *
 * @param features float32, [n, featureCount], row-major
 * @returns float32, [n, width]
 */
export function unitRows(
  features: Float32Array,
  featureCount: number,
  width: number,
): Float32Array {
  const count = features.length / featureCount;
  const rows = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const from = i * featureCount;
    let squares = 0;
    for (let f = 0; f < width; f++) squares += features[from + f]! ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let f = 0; f < width; f++) rows[i * width + f] = features[from + f]! * scale;
  }
  return rows;
}
