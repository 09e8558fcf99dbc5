import { fitTemperature } from '../../evaluation/calibration';
import { arrangePictures, type ArrangedPictures } from './arrange-pictures';
import { PictureProducts } from './picture-products';
import type { LabelledPictures } from './pictures';
import { ridgeSystem, type RidgeSolution } from './ridge-system';

/** A head that was fitted to pictures, and what it would have made of each without it. */
export interface FittedRidgeHead {
  /** float32, [width]: subtracted from the features before their length is made 1 */
  readonly centre: Float32Array;
  /** float32, [width, classes], row-major */
  readonly weights: Float32Array;
  /** float32, [classes] */
  readonly bias: Float32Array;
  readonly temperature: number;
  /** of the regression, chosen by leave-one-out */
  readonly penalty: number;
  readonly leaveOneOut: LeaveOneOut;
}

/** Every picture as a head makes of it that has seen all but this picture and its mirror image. */
export interface LeaveOneOut {
  /** float32, [n, classes], in the order given; not divided by the temperature */
  readonly logits: Float32Array;
  /**
   * [n]: 0 where the picture is the only one of its class, so that without it there is no such class
   * and the logits say nothing; 1 elsewhere
   */
  readonly counts: Uint8Array;
}

export interface RidgeOptions {
  /** The penalties to choose from. */
  readonly penalties?: readonly number[];
  /** The products of the same pictures, where they are at hand. */
  readonly products?: PictureProducts;
}

/** Penalties that are tried, relative to pictures that count 1 each and rows of length 1. */
const PENALTIES = [0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 10, 30];
/** Where no picture can be left out. */
const USUAL_PENALTY = 1;
/** The best with one picture of each class: see docs/photos.md. */
const USUAL_TEMPERATURE = 0.1;
/** A picture of a small class counts for so many of an average one, at the most. */
const MOST_OF_PICTURE = 8;
/** Pictures by which the penalty is chosen; more would not change it. */
const MOST_TO_CHOOSE_BY = 1000;
/** Of the logit of a class without pictures below zero, in temperatures. */
const ABSENCE = 30;

/**
 * Fits a head to pictures: a ridge regression of which class they belong to on the directions in
 * which they lie from the centre of all classes. Each class counts for as much as any other; the
 * penalty is the one with the smallest errors on pictures that were left out, and the temperature is
 * fitted to the same logits. It is all in closed form: no chance, no order, no trace of a picture
 * that is not there.
 *
 * @throws {RangeError} when fewer than two classes have pictures, or as {@link PictureProducts} does
 */
export function fitRidgeHead(
  pictures: LabelledPictures,
  { penalties = PENALTIES, products = new PictureProducts(pictures) }: RidgeOptions = {},
): FittedRidgeHead {
  const arranged = arrangePictures(pictures, products);
  const { labels, counts, rows, views } = arranged;
  const present = [...counts.keys()].filter((c) => counts[c]! > 0);
  if (present.length < 2) throw new RangeError('a head needs pictures of two classes');
  const columns = present.length;
  const columnOf = new Map(present.map((c, column) => [c, column]));
  const columnLabels = labels.map((label) => columnOf.get(label)!);
  const targets = new Float64Array(labels.length * columns);
  for (const [i, column] of columnLabels.entries()) targets[i * columns + column] = 1;

  const weights = pictureWeights(arranged);
  const all = Uint32Array.from(labels, (_, i) => i);
  const system = ridgeSystem({
    rows,
    products: () => products.cosines(all, 'centre'),
    width: pictures.width,
    views,
    weights: weights.map((weight) => weight / views),
    targets,
    columns,
  });
  const unseen = (at: Uint32Array, tried: readonly number[]): Float64Array[] =>
    system.unseen(at, tried).map((values) => keepBalance(values, columnLabels, weights, at));
  const counted = all.filter((i) => counts[labels[i]!]! > 1);
  const chosenBy = spread(counted, MOST_TO_CHOOSE_BY);
  const penalty =
    chosenBy.length === 0
      ? USUAL_PENALTY
      : bestPenalty(unseen(chosenBy, penalties), penalties, columnLabels, weights, chosenBy);
  const [leftOut] = unseen(all, [penalty]) as [Float64Array];
  return headOf(pictures, arranged, present, {
    penalty,
    leftOut,
    temperature: temperatureOf(leftOut, columnLabels, counted),
    solution: system.solve(penalty),
  });
}

interface Fit {
  readonly penalty: number;
  readonly temperature: number;
  readonly solution: RidgeSolution;
  /** float64, [n, columns], in the order of the ids */
  readonly leftOut: Float64Array;
}

/** The head of all classes from a regression of those that have pictures. */
function headOf(
  { classes, width }: LabelledPictures,
  { order, labels, counts, centre }: ArrangedPictures,
  present: readonly number[],
  { penalty, temperature, solution, leftOut }: Fit,
): FittedRidgeHead {
  const columns = present.length;
  const absent = -ABSENCE * temperature;
  const bias = new Float32Array(classes).fill(absent);
  const logits = new Float32Array(labels.length * classes).fill(absent);
  const weights = new Float32Array(width * classes);
  for (const [column, c] of present.entries()) {
    bias[c] = solution.bias[column]!;
    for (let f = 0; f < width; f++) {
      weights[f * classes + c] = solution.weights[f * columns + column]!;
    }
    for (const [at, i] of order.entries()) {
      logits[i * classes + c] = leftOut[at * columns + column]!;
    }
  }
  const counted = new Uint8Array(labels.length);
  for (const [at, i] of order.entries()) counted[i] = counts[labels[at]!]! > 1 ? 1 : 0;
  return { centre, weights, bias, temperature, penalty, leaveOneOut: { logits, counts: counted } };
}

/**
 * What each picture counts for: each class as much as any other, but no picture for more than a few
 * average ones, so that a single slip of the hand stays one.
 *
 * @returns float64, [n]
 */
function pictureWeights({ labels, counts }: ArrangedPictures): Float64Array {
  const average = labels.length / counts.filter((count) => count > 0).length;
  return Float64Array.from(labels, (label) => Math.min(MOST_OF_PICTURE, average / counts[label]!));
}

/**
 * Without one of its pictures a class counts for less than the others, and the constant of the
 * regression falls for it: of two pictures each would be called anything but what it is. So the
 * constant is put back to where it is when all classes count alike.
 *
 * @param unseen float64, [pictures, columns]; it is overwritten
 */
function keepBalance(
  unseen: Float64Array,
  labels: Uint16Array,
  weights: Float64Array,
  pictures: Uint32Array,
): Float64Array {
  const columns = unseen.length / pictures.length;
  const sums = new Float64Array(columns);
  for (const [i, label] of labels.entries()) sums[label]! += weights[i]!;
  const total = sums.reduce((sum, value) => sum + value, 0);
  for (const [at, picture] of pictures.entries()) {
    const weight = weights[picture]!;
    for (let c = 0; c < columns; c++) {
      const own = labels[picture] === c ? weight : 0;
      unseen[at * columns + c]! += sums[c]! / total - (sums[c]! - own) / (total - weight);
    }
  }
  return unseen;
}

/** So many values at most, evenly spread over all. */
function spread(values: Uint32Array, most: number): Uint32Array {
  const count = Math.min(most, values.length);
  return Uint32Array.from(
    { length: count },
    (_, i) => values[Math.floor((i * values.length) / count)]!,
  );
}

/**
 * The penalty with the smallest squared errors, all classes counting alike. How many are right says
 * the same with more noise: it chose a penalty that is as good on other photographs, or up to half a
 * point worse, and jumps by a factor of ten from one choice of pictures to the next.
 */
function bestPenalty(
  candidates: readonly Float64Array[],
  penalties: readonly number[],
  labels: Uint16Array,
  weights: Float64Array,
  pictures: Uint32Array,
): number {
  const errors = candidates.map((unseen) => {
    const columns = unseen.length / pictures.length;
    let squares = 0;
    for (const [at, picture] of pictures.entries()) {
      const label = labels[picture]!;
      for (let c = 0; c < columns; c++) {
        const wanted = c === label ? 1 : 0;
        squares += weights[picture]! * (unseen[at * columns + c]! - wanted) ** 2;
      }
    }
    return squares;
  });
  return penalties[errors.indexOf(Math.min(...errors))]!;
}

function temperatureOf(unseen: Float64Array, labels: Uint16Array, counted: Uint32Array): number {
  if (counted.length === 0) return USUAL_TEMPERATURE;
  const columns = unseen.length / labels.length;
  const logits = new Float32Array(counted.length * columns);
  for (const [row, i] of counted.entries()) {
    logits.set(unseen.subarray(i * columns, (i + 1) * columns), row * columns);
  }
  const ownLabels = Uint16Array.from(counted, (i) => labels[i]!);
  // Laplace's rule of succession: of n pictures that are all right, the next may be wrong.
  return fitTemperature(logits, ownLabels, 2 / (counted.length + 2));
}
