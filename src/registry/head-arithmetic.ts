import type { Head, Neighbours } from './version';

/**
 * The first `width` of each row's features, less the centre where there is one, scaled to length 1:
 * their dot product with another such row is the cosine of the angle between them. A row of zeros
 * stays one.
 *
 * @param features float32, [n, stride], row-major
 * @param centre float32, [width]
 * @returns float32, [n, width]
 */
export function unitRows(
  features: Float32Array,
  stride: number,
  width: number,
  centre?: Float32Array,
): Float32Array {
  const count = features.length / stride;
  const rows = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const from = i * stride;
    let squares = 0;
    for (let f = 0; f < width; f++) {
      squares += (features[from + f]! - (centre === undefined ? 0 : centre[f]!)) ** 2;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let f = 0; f < width; f++) {
      const value = features[from + f]! - (centre === undefined ? 0 : centre[f]!);
      rows[i * width + f] = value * scale;
    }
  }
  return rows;
}

/**
 * What tells images of no class: the distance to what is known, less what the length of the features
 * takes off.
 *
 * @param distance cosine distance, 0-2
 * @param features float32, [at least width]
 */
export function strangeness(
  { width, lengthDiscount }: Pick<Neighbours, 'width' | 'lengthDiscount'>,
  distance: number,
  features: Float32Array,
): number {
  if (lengthDiscount === undefined) return distance;
  return distance - lengthDiscount * lengthOf(features, width);
}

/** Euclidean length of the first `width` features. */
export function lengthOf(features: Float32Array, width: number): number {
  let squares = 0;
  for (let f = 0; f < width; f++) squares += features[f]! ** 2;
  return Math.sqrt(squares);
}

/**
 * Logits of one image, not divided by the temperature, in double precision.
 *
 * @param features float32, [head.features]
 * @returns float64, [head.classes]
 */
export function logitsOf(head: Head, features: Float32Array): Float64Array<ArrayBuffer> {
  const { classes, centre, scale, prior } = head;
  const logits = Float64Array.from(head.bias);
  const seen =
    centre === undefined
      ? features
      : unitRows(scaled(features, scale), features.length, centre.length, centre);
  addProducts(logits, seen, head.weights, classes);
  if (prior !== undefined) {
    addProducts(logits, features, prior.weights, classes);
    for (let c = 0; c < classes; c++) logits[c]! += prior.bias[c]!;
  }
  return logits;
}

/**
 * Each row's first features times the scale.
 *
 * @param features float32, [n, stride], row-major
 * @param scale float32, [at most stride]; without one, everything stays as it is
 * @param stride by default there is one row
 */
export function scaled(
  features: Float32Array,
  scale: Float32Array | undefined,
  stride = features.length,
): Float32Array {
  if (scale === undefined) return features;
  return features.map((value, i) => value * (scale[i % stride] ?? 1));
}

function addProducts(
  logits: Float64Array,
  features: Float32Array,
  weights: Float32Array,
  classes: number,
): void {
  for (let f = 0; f < features.length; f++) {
    const value = features[f]!;
    // What passed a rectifier or a max is often exactly zero.
    if (value === 0) continue;
    const row = f * classes;
    for (let c = 0; c < classes; c++) logits[c]! += value * weights[row + c]!;
  }
}
