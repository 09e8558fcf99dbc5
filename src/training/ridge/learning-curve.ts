import { argMax } from '../../evaluation/accuracy';
import { wilsonInterval } from '../../evaluation/share-of-pictures';
import type { LearningCurve } from '../../registry/own-pictures';
import { choleskyOf } from '../../evaluation/cholesky';
import { seededRandom, shuffledIndices } from '../../evaluation/random';
import { PictureProducts } from './picture-products';
import { chooseAlike, type LabelledPictures } from './pictures';

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
 * @param products of the same pictures
 * @throws {RangeError} as {@link PictureProducts} does
 */
export function learningCurveOf(
  pictures: LabelledPictures,
  penalty: number,
  products: PictureProducts = new PictureProducts(pictures),
): LearningCurve {
  const { classes } = pictures;
  const { order: all, views } = products;
  const chosen = chooseAlike(all, MOST_PICTURES);
  const labels = Uint16Array.from(chosen, (i) => all.labels[i]!);
  const trial: Trial = {
    products: products.of(chosen),
    count: chosen.length * views,
    views,
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
 * How many pictures are right by a head that learned from others, as `fitRidgeHead` would fit it.
 */
function rightOf(learned: readonly number[], rest: readonly number[], trial: Trial): number {
  const { views, labels, classes, penalty } = trial;
  const sizes = new Float64Array(classes);
  for (const i of learned) sizes[labels[i]!]!++;
  const present = sizes.filter((size) => size > 0).length;
  const directions = directionsFrom(
    learned.map((i) => ({ row: i * views, share: 1 / (sizes[labels[i]!]! * present) })),
    trial,
  );
  const rows = Int32Array.from({ length: learned.length * views }, (_, at) => {
    return learned[Math.floor(at / views)]! * views + (at % views);
  });
  const n = rows.length;
  const average = learned.length / present;
  const weights = Float64Array.from(rows, (row) => {
    return average / sizes[labels[Math.floor(row / views)]!]! / views;
  });
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) addCosines(kernel, i * n, rows[i]!, rows, directions);
  const means = takeMeansOff(kernel, weights, learned.length);
  for (let i = 0; i < n; i++) kernel[i * n + i]! += penalty / weights[i]!;
  const targets = new Float64Array(n * classes);
  for (let i = 0; i < n; i++) {
    const label = labels[Math.floor(rows[i]! / views)]!;
    for (let c = 0; c < classes; c++) {
      // Every class weighs the same, so that the mean of the targets is the share of one class.
      targets[i * classes + c] = (c === label ? 1 : 0) - (sizes[c]! > 0 ? 1 / present : 0);
    }
  }
  const coefficients = choleskyOf(kernel, n).solve(targets);

  let right = 0;
  const cosines = new Float64Array(n);
  const scores = new Float64Array(classes);
  for (const i of rest) {
    cosines.fill(0);
    addCosines(cosines, 0, i * views, rows, directions);
    // A class without pictures is never the answer.
    for (let c = 0; c < classes; c++) scores[c] = sizes[c]! > 0 ? 0 : -Infinity;
    addScores(scores, cosines, means, coefficients);
    if (argMax(scores, 0, classes) === labels[i]) right++;
  }
  return right;
}

/**
 * Takes the weighted mean row off both sides of a kernel, whose lower triangle is written.
 *
 * @param kernel float64, [n, n]
 * @param weights float64, [n]
 * @param total of the weights
 * @returns float64, [n]: products of the rows with the mean row
 */
function takeMeansOff(kernel: Float64Array, weights: Float64Array, total: number): Float64Array {
  const n = weights.length;
  const means = new Float64Array(n);
  let meanSquare = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += weights[j]! * kernel[i * n + j]!;
    means[i] = sum / total;
    meanSquare += (weights[i]! * means[i]!) / total;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) kernel[i * n + j]! += meanSquare - means[i]! - means[j]!;
  }
  return means;
}

function addScores(
  scores: Float64Array,
  cosines: Float64Array,
  means: Float64Array,
  coefficients: Float64Array,
): void {
  const classes = scores.length;
  for (let j = 0; j < cosines.length; j++) {
    const value = cosines[j]! - means[j]!;
    for (let c = 0; c < classes; c++) scores[c]! += value * coefficients[j * classes + c]!;
  }
}

/** What the cosines of rows around a centre are made from. */
interface Directions {
  readonly products: Float64Array;
  readonly count: number;
  /** float64, [count]: products with the centre */
  readonly withCentre: Float64Array;
  /** of the centre with itself */
  readonly centreSquare: number;
  /** float64, [count]: 1 / distance from the centre */
  readonly scales: Float64Array;
}

/**
 * Directions from the centre c of rows. With G the products of the features, wherever they are measured
 * from, those of x − c and y − c are G[x, y] − G[x, c] − G[y, c] + G[c, c].
 */
function directionsFrom(
  centre: readonly { readonly row: number; readonly share: number }[],
  { products, count }: Trial,
): Directions {
  const withCentre = new Float64Array(count);
  for (const { row, share } of centre) {
    for (let r = 0; r < count; r++) withCentre[r]! += share * products[row * count + r]!;
  }
  const centreSquare = centre.reduce((sum, { row, share }) => sum + share * withCentre[row]!, 0);
  const scales = withCentre.map((product, r) => {
    const square = products[r * count + r]! - 2 * product + centreSquare;
    return square > 0 ? 1 / Math.sqrt(square) : 0;
  });
  return { products, count, withCentre, centreSquare, scales };
}

/** Adds the cosines of one row with others to values from a place on. */
function addCosines(
  to: Float64Array,
  at: number,
  row: number,
  others: Int32Array,
  { products, count, withCentre, centreSquare, scales }: Directions,
): void {
  const from = row * count;
  const offset = centreSquare - withCentre[row]!;
  const scale = scales[row]!;
  for (let j = 0; j < others.length; j++) {
    const other = others[j]!;
    to[at + j]! += (products[from + other]! - withCentre[other]! + offset) * scale * scales[other]!;
  }
}
