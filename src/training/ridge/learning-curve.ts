import { argMax } from '../../evaluation/accuracy';
import { wilsonInterval } from '../../evaluation/share-of-pictures';
import type { LearningCurve } from '../../registry/own-pictures';
import { choleskyOf } from '../head/cholesky';
import { seededRandom, shuffledIndices } from '../random';
import { chooseAlike, inOrderOfIds, type LabelledPictures } from './pictures';
import { rowProducts } from './products';

/** Pictures of each class that are tried. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200];
/** Random choices for each step; a larger one covers more of what there is. */
const DRAWS = 5;
/** So many pictures take half a second with 1280 features. */
const MOST_PICTURES = 400;
const SEED = 14;

/**
 * Accuracy by how many pictures of each class were learned from: heads are fitted to random choices,
 * and judged on the pictures that were not chosen. Everything comes from the products of the features
 * of all pictures with each other, so that no head takes more than a small system of equations.
 *
 * A class that has no more pictures than a step asks for gives all but one. The interval is that of
 * as many pictures as were judged at least once.
 *
 * @param penalty of the ridge regression
 * @throws {RangeError} as {@link inOrderOfIds} does
 */
export function learningCurveOf(pictures: LabelledPictures, penalty: number): LearningCurve {
  const { features, width, plain, mirrored, classes } = pictures;
  const all = inOrderOfIds(pictures);
  const chosen = chooseAlike(all, MOST_PICTURES);
  const labels = Uint16Array.from(chosen, (i) => all.labels[i]!);
  const views = mirrored === null ? [plain] : [plain, mirrored];
  const rows = new Float64Array(chosen.length * views.length * width);
  for (const [at, i] of chosen.entries()) {
    for (const [view, values] of views.entries()) {
      const from = all.order[i]! * features;
      rows.set(values.subarray(from, from + width), (at * views.length + view) * width);
    }
  }
  const count = chosen.length * views.length;
  const trial: Trial = {
    products: rowProducts(rows, count, width),
    count,
    views: views.length,
    labels,
    classes,
    penalty,
  };
  const ofClass = Array.from({ length: classes }, (_, c) =>
    [...labels.keys()].filter((i) => labels[i] === c),
  );
  const largest = Math.max(...ofClass.map((own) => own.length));
  return STEPS.filter((step) => step < largest).map((step) => pointAt(step, ofClass, trial));
}

interface Trial {
  /** float64, [count, count]: of the features of every row with those of every other */
  readonly products: Float64Array;
  /** Rows: the views of a picture follow each other. */
  readonly count: number;
  readonly views: number;
  readonly labels: Uint16Array;
  readonly classes: number;
  readonly penalty: number;
}

function pointAt(
  step: number,
  ofClass: readonly (readonly number[])[],
  trial: Trial,
): LearningCurve[number] {
  let right = 0;
  let judgements = 0;
  const judged = new Set<number>();
  for (let draw = 0; draw < DRAWS; draw++) {
    const learned: number[] = [];
    const rest: number[] = [];
    for (const [c, own] of ofClass.entries()) {
      const order = shuffledIndices(own.length, seededRandom(SEED, step, draw, c));
      // The only picture of a class is learned from, and not judged.
      const taken = Math.max(1, Math.min(step, own.length - 1));
      for (const [rank, at] of order.entries()) (rank < taken ? learned : rest).push(own[at]!);
    }
    right += rightOf(learned, rest, trial);
    judgements += rest.length;
    for (const i of rest) judged.add(i);
  }
  const accuracy = right / judgements;
  return {
    pictures_per_class: step,
    accuracy,
    ...wilsonInterval(accuracy, judged.size),
    draws: DRAWS,
  };
}

/**
 * How many pictures are right by a head that learned from others, as `fitRidgeHead` would fit it. With
 * G the products of the features and c the centre of what is learned, the products of x − c and y − c
 * are G[x, y] − G[x, c] − G[y, c] + G[c, c].
 */
function rightOf(learned: readonly number[], rest: readonly number[], trial: Trial): number {
  const { products, count, views, labels, classes, penalty } = trial;
  const sizes = new Float64Array(classes);
  for (const i of learned) sizes[labels[i]!]!++;
  const present = sizes.filter((size) => size > 0).length;
  const withCentre = new Float64Array(count);
  for (const i of learned) {
    const share = 1 / (sizes[labels[i]!]! * present);
    const row = i * views * count;
    for (let r = 0; r < count; r++) withCentre[r]! += share * products[row + r]!;
  }
  let centreSquare = 0;
  for (const i of learned) {
    centreSquare += withCentre[i * views]! / (sizes[labels[i]!]! * present);
  }
  const centred = (a: number, b: number): number =>
    products[a * count + b]! - withCentre[a]! - withCentre[b]! + centreSquare;
  const scales = Float64Array.from(withCentre, (_, r) => {
    const square = centred(r, r);
    return square > 0 ? 1 / Math.sqrt(square) : 0;
  });
  const cosine = (a: number, b: number): number => centred(a, b) * scales[a]! * scales[b]!;

  const rows = learned.flatMap((i) => Array.from({ length: views }, (_, view) => i * views + view));
  const n = rows.length;
  const average = learned.length / present;
  const weights = rows.map((r) => average / sizes[labels[Math.floor(r / views)]!]! / views);
  const total = learned.length;
  // The kernel with the weighted mean row taken off both sides.
  const kernel = new Float64Array(n * n);
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = cosine(rows[i]!, rows[j]!);
      kernel[i * n + j] = value;
      kernel[j * n + i] = value;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) means[i]! += (weights[j]! * kernel[i * n + j]!) / total;
  }
  const meanSquare = means.reduce((sum, mean, i) => sum + (weights[i]! * mean) / total, 0);
  const targets = new Float64Array(n * classes);
  for (let i = 0; i < n; i++) {
    const label = labels[Math.floor(rows[i]! / views)]!;
    for (let j = 0; j <= i; j++) {
      const value = kernel[i * n + j]! - means[i]! - means[j]! + meanSquare;
      kernel[i * n + j] = value + (i === j ? penalty / weights[i]! : 0);
    }
    for (let c = 0; c < classes; c++) {
      // Every class weighs the same, so that the mean of the targets is the share of one class.
      targets[i * classes + c] = (c === label ? 1 : 0) - (sizes[c]! > 0 ? 1 / present : 0);
    }
  }
  const coefficients = choleskyOf(kernel, n).solve(targets);

  let right = 0;
  const scores = new Float64Array(classes);
  for (const i of rest) {
    const query = i * views;
    // A class without pictures is never the answer.
    for (let c = 0; c < classes; c++) scores[c] = sizes[c]! > 0 ? 0 : -Infinity;
    for (let j = 0; j < n; j++) {
      const value = cosine(query, rows[j]!) - means[j]!;
      for (let c = 0; c < classes; c++) scores[c]! += value * coefficients[j * classes + c]!;
    }
    if (argMax(scores, 0, classes) === labels[i]) right++;
  }
  return right;
}
