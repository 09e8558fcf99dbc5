import { percentile } from '../../evaluation/order-statistics';
import { aucOf, rocCurve } from '../../evaluation/roc';
import { FARTHEST } from '../../registry/card';
import type { Neighbours } from '../../registry/version';
import { PictureProducts } from './picture-products';
import { chooseAlike, type LabelledPictures } from './pictures';
import { unitRows } from '../../registry/head-arithmetic';

/** Which pictures are `uncertain`, and how well that tells what is of no class. */
export interface PictureRejection {
  readonly neighbours: Neighbours;
  /** Share of pictures, each left out, that are not farther than the threshold, 0-1. */
  readonly accepted: number;
  /**
   * Area under the ROC curve of the distance, where each class in turn is left out and its pictures
   * are to be told from those of the others, each left out too; the mean over the classes. Null with
   * fewer than three classes, where what is left would be one.
   */
  readonly auroc: number | null;
}

/** Share of the pictures that the threshold accepts, each left out. */
const ACCEPTED_SHARE = 0.95;
/** With 1280 features so many are compared in 3 ms. */
const MOST_ROWS = 2000;

/**
 * Finds the distance from which on a picture is `uncertain`: that to the nearest picture, or mirror
 * image of one, that was learned from. It is the cosine distance of the features as they are: with a
 * centre subtracted as the head does, photographs of other things lie as near as those of the
 * classes (area under the ROC curve 0.95, not 0.99, with 20 pictures of each class: docs/photos.md),
 * and farther neighbours or the means of the classes tell less.
 *
 * @param products of the same pictures
 * @throws {RangeError} as {@link PictureProducts} does
 */
export function fitPictureNeighbours(
  pictures: LabelledPictures,
  products: PictureProducts = new PictureProducts(pictures),
): PictureRejection {
  const { features, width, plain, mirrored, classes } = pictures;
  const { order: all, views } = products;
  const chosen = chooseAlike(all, Math.floor(MOST_ROWS / views));
  const rows = new Float32Array(chosen.length * views * width);
  for (const [at, i] of chosen.entries()) {
    for (const [view, values] of [plain, ...(mirrored === null ? [] : [mirrored])].entries()) {
      const from = all.order[i]! * features;
      const row = unitRows(values.subarray(from, from + features), features, width);
      rows.set(row, (at * views + view) * width);
    }
  }
  const labels = Uint16Array.from(chosen, (i) => all.labels[i]!);
  const nearest = nearestOfClasses(products.cosines(chosen, 'zero'), labels, views, classes);
  const distances = Float64Array.from(labels, (_, i) => nearestBut(nearest, i, classes, -1));
  // What is the only one of its class is far from all others, and says nothing of how far is too far.
  const told = distances.filter((_, i) => all.counts[labels[i]!]! > 1);
  const known = told.length > 0 ? told : distances.filter(Number.isFinite);
  const threshold = known.length > 0 ? percentile(known, ACCEPTED_SHARE) : FARTHEST;
  return {
    neighbours: { features: rows, count: chosen.length * views, width, k: 1, threshold },
    accepted:
      known.length > 0 ? known.filter((value) => value <= threshold).length / known.length : 1,
    auroc: aurocOfLeftOutClasses(nearest, labels, classes),
  };
}

/**
 * Cosine distance of each picture, as it is, to the nearest row of each class that is not its own;
 * float64, [n, classes], Infinity where a class has no other.
 *
 * @param cosines float64, [n · views, n · views]
 */
function nearestOfClasses(
  cosines: Float64Array,
  labels: Uint16Array,
  views: number,
  classes: number,
): Float64Array {
  const count = labels.length * views;
  const nearest = new Float64Array(labels.length * classes).fill(Infinity);
  for (let i = 0; i < labels.length; i++) {
    for (let r = 0; r < count; r++) {
      const picture = Math.floor(r / views);
      if (picture === i) continue;
      const at = i * classes + labels[picture]!;
      // A rounding must not make the distance of equal pictures negative.
      const distance = Math.max(0, 1 - cosines[i * views * count + r]!);
      if (distance < nearest[at]!) nearest[at] = distance;
    }
  }
  return nearest;
}

/** The smallest of a picture's distances to classes, one of them left out. */
function nearestBut(
  nearest: Float64Array,
  picture: number,
  classes: number,
  leftOut: number,
): number {
  let smallest = Infinity;
  for (let c = 0; c < classes; c++) {
    if (c !== leftOut) smallest = Math.min(smallest, nearest[picture * classes + c]!);
  }
  return smallest;
}

function aurocOfLeftOutClasses(
  nearest: Float64Array,
  labels: Uint16Array,
  classes: number,
): number | null {
  const present = [...new Set(labels)];
  if (present.length < 3) return null;
  const areas = present.map((leftOut) => {
    const scores = Float32Array.from(labels, (_, i) => nearestBut(nearest, i, classes, leftOut));
    return aucOf(
      rocCurve(
        scores,
        Uint8Array.from(labels, (label) => (label === leftOut ? 1 : 0)),
        1,
      ),
    );
  });
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}
