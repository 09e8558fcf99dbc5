import type { GraphFeatures } from '../../registry/version';

/** Training images that a known class counts for, however many there were. */
export const IMAGES_OF_KNOWN_CLASS = 500;
/** Penalty of a weight, in shares of its feature's variance over the training images. */
const PENALTY = 0.3;
/** Features that never change must not make the system singular. */
const SMALLEST_VARIANCE = 1e-6;

/**
 * The left side of the ridge regression before there is any sample: what the training images and
 * the penalty contribute. The constant is not penalised, and the penalty follows the scale of each
 * feature, so that it is as if all were standardised.
 *
 * @returns float64, [features + 1, features + 1]; its lower triangle counts
 */
export function baseSystem({ gram, features, classCounts }: GraphFeatures): Float64Array {
  const rows = features + 1;
  const images = gram.at(-1)!;
  const counted = IMAGES_OF_KNOWN_CLASS * classCounts.length;
  const system = gram.map((value) => (value * counted) / images);
  for (let f = 0; f < features; f++) {
    const mean = gram[f * rows + features]! / images;
    const variance = gram[f * rows + f]! / images - mean * mean;
    system[f * rows + f]! += PENALTY * counted * Math.max(variance, SMALLEST_VARIANCE);
  }
  return system;
}

/** Mean of each feature over the training images, and 1; float64, [features + 1]. */
export function meanFeatures({ gram, features }: GraphFeatures): Float64Array {
  return gram.slice(-(features + 1)).map((sum) => sum / gram.at(-1)!);
}

/**
 * Mean scores of the training images of each class by the head the graph was trained with;
 * float64, [classes, classes], rows: class of the images, columns: class scored.
 */
export function meanScores(graph: GraphFeatures): Float64Array {
  const { features, classSums, classCounts, headWeights, headBias, classNames } = graph;
  const known = classNames.length;
  return Float64Array.from({ length: known * known }, (_, at) => {
    const of = Math.floor(at / known);
    const column = at % known;
    let sum = 0;
    for (let f = 0; f < features; f++) {
      sum += classSums[f * known + of]! * headWeights[f * known + column]!;
    }
    return sum / classCounts[of]! + headBias[column]!;
  });
}

/** What a class scores on average for its own images, and for those of other classes. */
export function scoreLevels(graph: GraphFeatures): {
  readonly right: number;
  readonly wrong: number;
} {
  const known = graph.classNames.length;
  let right = 0;
  let wrong = 0;
  for (const [at, score] of meanScores(graph).entries()) {
    if (Math.floor(at / known) === at % known) right += score / known;
    else wrong += score / (known * (known - 1));
  }
  return { right, wrong };
}
