import { unitRows } from '../../registry/head-arithmetic';
import type { FittedRidgeHead } from './fit-ridge-head';
import { inOrderOfIds, type LabelledPictures } from './pictures';

/** Deviation of the cosine of a picture with the mean of the others of its class, where it is not known. */
const USUAL_DEVIATION = 0.06;
const LEAST_DEVIATION = 0.01;
/** How much likeness counts beside what the head says that was there before. */
const STRENGTH = 2;

/**
 * A head for pictures of one class only, between which there is nothing to tell: how much alike the
 * others a picture is, by the cosine of its features with their mean, in deviations; in logits as far
 * apart as those of the head that was there before.
 *
 * @param before float32, [n, classes]: logits of that head
 * @param known classes that it has
 */
export function likenessOfClass(
  pictures: LabelledPictures,
  label: number,
  before: Float32Array,
  known: number,
): FittedRidgeHead {
  const { plain, features, width, classes } = pictures;
  const { order } = inOrderOfIds(pictures);
  const n = order.length;
  const rows = unitRows(plain, features, width);
  const sum = new Float64Array(width);
  for (const i of order) {
    for (let f = 0; f < width; f++) sum[f]! += rows[i * width + f]!;
  }
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value ** 2, 0));
  // With the others' sum s − x the cosine is x·(s − x) / |s|, but for a factor that all have alike.
  const unseen = Float64Array.from({ length: n }, (_, i) => {
    let product = 0;
    for (let f = 0; f < width; f++) {
      const value = rows[i * width + f]!;
      product += value * (sum[f]! - value);
    }
    return n === 1 ? 1 : (product / length) * (n / (n - 1));
  });
  const inOrder = Float64Array.from(order, (i) => unseen[i]!);
  const mean = meanOf(inOrder);
  const deviation = n < 3 ? USUAL_DEVIATION : Math.max(LEAST_DEVIATION, deviationOf(inOrder));
  const best = Float64Array.from(order, (i) => {
    const row = before.subarray(i * classes, i * classes + known);
    return row.reduce((most, value, c) => (c === label ? most : Math.max(most, value)), -Infinity);
  });
  const spread = n < 3 ? 1 : Math.max(1, deviationOf(best));
  // How much alike others would be is not known of a single picture: it would be like nothing else,
  // and for a class that the head had, this would count against what it knew.
  const scale = n === 1 && label < known ? 0 : (STRENGTH * spread) / deviation;

  const weights = new Float32Array(width * classes);
  const bias = new Float32Array(classes);
  const logits = new Float32Array(n * classes);
  for (let f = 0; f < width; f++) weights[f * classes + label] = (scale * sum[f]!) / length;
  bias[label] = -scale * mean;
  for (let i = 0; i < n; i++) logits[i * classes + label] = scale * (unseen[i]! - mean);
  return {
    centre: new Float32Array(width),
    weights,
    bias,
    temperature: 1,
    penalty: 0,
    leaveOneOut: { logits, counts: new Uint8Array(n).fill(n > 1 ? 1 : 0) },
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
