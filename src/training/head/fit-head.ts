import type { GraphFeatures, Head } from '../../registry/version';
import { solvePositiveDefinite } from './cholesky';

/** What a head is fitted to: features with the class of each row. */
export interface HeadExamples {
  /** float32, [n, features] */
  readonly features: Float32Array;
  /** [n]: index of the class */
  readonly labels: Uint16Array;
}

/** What was found to work by `npm run bench:retrain`. */
export interface HeadSettings {
  /** Images that the training images of one class together count for. */
  readonly imagesOfKnownClass: number;
  /** Most that one sample of a class, its mirror image included, counts for. */
  readonly mostOfNewSample: number;
  readonly mostOfKnownSample: number;
  /** Penalty of the weights, in shares of each feature's variance over the training images. */
  readonly penalty: number;
}

export const HEAD_SETTINGS: HeadSettings = {
  imagesOfKnownClass: 500,
  mostOfNewSample: 25,
  mostOfKnownSample: 5,
  penalty: 0.1,
};

/**
 * Fits a head to new examples without forgetting: ridge regression on what the head that the graph
 * was trained with gets wrong. For the training images that is nothing, by definition; they are
 * there as their Gram matrix, and hold the head where it was. With no examples the result is
 * exactly the trained head; the order of the examples does not matter; and there is no trace of an
 * example that is left out the next time.
 *
 * (X₀ᵀX₀·α + XᵀWX + Λ)·Δ = XᵀW·(T − S): X₀ the training images, X the examples, W their weights, S
 * their scores by the trained head, T the scores that an image of their class has on average.
 *
 * @param classes of the head: those of the graph and new ones
 * @returns the head without its temperature
 */
export function fitHead(
  graph: GraphFeatures,
  examples: HeadExamples,
  classes: number,
  settings: HeadSettings = HEAD_SETTINGS,
): Omit<Head, 'temperature'> {
  const start = widened(graph, classes);
  if (examples.labels.length === 0) return start;
  const { features } = graph;
  const rows = features + 1;
  const system = baseSystem(graph, settings);
  const right = new Float64Array(rows * classes);
  const targets = typicalScores(graph, classes);
  const weights = weightsOf(examples.labels, graph.classNames.length, classes, settings);

  const x = new Float64Array(rows).fill(1);
  const residual = new Float64Array(classes);
  for (const [i, label] of examples.labels.entries()) {
    x.set(examples.features.subarray(i * features, (i + 1) * features));
    const weight = weights[label]!;
    for (let c = 0; c < classes; c++) residual[c] = targets[label * classes + c]! - start.bias[c]!;
    for (let f = 0; f < features; f++) {
      for (let c = 0; c < classes; c++) residual[c]! -= x[f]! * start.weights[f * classes + c]!;
    }
    for (let row = 0; row < rows; row++) {
      const value = weight * x[row]!;
      for (let column = 0; column <= row; column++) {
        system[row * rows + column]! += value * x[column]!;
      }
      for (let c = 0; c < classes; c++) right[row * classes + c]! += value * residual[c]!;
    }
  }
  const change = solvePositiveDefinite(system, right, rows);
  return {
    features,
    classes,
    weights: start.weights.map((weight, i) => weight + change[i]!),
    bias: start.bias.map((bias, c) => bias + change[features * classes + c]!),
  };
}

/** The trained head with columns for new classes, which score as any wrong class does. */
function widened(graph: GraphFeatures, classes: number): Omit<Head, 'temperature'> {
  const { features, headWeights, headBias, classNames } = graph;
  const known = classNames.length;
  const weights = new Float32Array(features * classes);
  for (let f = 0; f < features; f++) {
    weights.set(headWeights.subarray(f * known, (f + 1) * known), f * classes);
  }
  const bias = new Float32Array(classes).fill(scoreLevels(graph).wrong);
  bias.set(headBias);
  return { features, classes, weights, bias };
}

/** Mean score, by the trained head, of training images for their own class and for the others. */
function scoreLevels(graph: GraphFeatures): { readonly right: number; readonly wrong: number } {
  const known = graph.classNames.length;
  let right = 0;
  let wrong = 0;
  for (let c = 0; c < known; c++) {
    for (let column = 0; column < known; column++) {
      const score = meanScore(graph, c, column);
      if (column === c) right += score / known;
      else wrong += score / (known * (known - 1));
    }
  }
  return { right, wrong };
}

/** Scores of a typical image of each class, [classes, classes]. */
function typicalScores(graph: GraphFeatures, classes: number): Float64Array {
  const known = graph.classNames.length;
  const { right, wrong } = scoreLevels(graph);
  const scores = new Float64Array(classes * classes).fill(wrong);
  for (let c = 0; c < classes; c++) {
    if (c >= known) {
      scores[c * classes + c] = right;
      continue;
    }
    for (let column = 0; column < known; column++) {
      scores[c * classes + column] = meanScore(graph, c, column);
    }
  }
  return scores;
}

function meanScore(graph: GraphFeatures, of: number, column: number): number {
  const { features, classSums, classCounts, headWeights, headBias } = graph;
  const known = graph.classNames.length;
  let sum = 0;
  for (let f = 0; f < features; f++) {
    sum += classSums[f * known + of]! * headWeights[f * known + column]!;
  }
  return sum / classCounts[of]! + headBias[column]!;
}

/** What the training images and the penalty contribute to the left side; its lower triangle. */
function baseSystem(graph: GraphFeatures, settings: HeadSettings): Float64Array {
  const { gram, features, classCounts } = graph;
  const rows = features + 1;
  const images = gram.at(-1)!;
  const counted = settings.imagesOfKnownClass * classCounts.length;
  const system = gram.map((value) => (value * counted) / images);
  for (let f = 0; f < features; f++) {
    const mean = gram[f * rows + features]! / images;
    const variance = gram[f * rows + f]! / images - mean * mean;
    system[f * rows + f]! += settings.penalty * counted * Math.max(variance, SMALLEST_VARIANCE);
  }
  return system;
}

/** Features that never change must not make the system singular. */
const SMALLEST_VARIANCE = 1e-6;

/** What one example of each class counts for: all of a class at most as much as a known class. */
function weightsOf(
  labels: Uint16Array,
  known: number,
  classes: number,
  { imagesOfKnownClass, mostOfNewSample, mostOfKnownSample }: HeadSettings,
): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  return counts.map((count, c) => {
    // An image and its mirror image are one sample.
    const most = (c < known ? mostOfKnownSample : mostOfNewSample) / 2;
    return count === 0 ? 0 : Math.min(most, imagesOfKnownClass / count);
  });
}
