import { seededRandom, shuffledIndices } from '../../evaluation/random';
import type { GraphFeatures, Head } from '../../registry/version';

/** Features with the class of each row. */
export interface LabelledFeatures {
  /** float32, [n, features] */
  readonly features: Float32Array;
  /** [n] */
  readonly labels: Uint8Array;
}

/** Training images of each class whose features a version keeps. */
const EXEMPLARS_PER_CLASS = 100;

/**
 * Condenses what a graph makes of its training images into what a new head can be fitted from:
 * sums that are exact however many images there were, and a few of the features themselves.
 *
 * @param head that the graph was trained with
 * @param seed decides which training images become exemplars
 */
export function describeGraph(
  classNames: readonly string[],
  head: Pick<Head, 'weights' | 'bias'>,
  training: LabelledFeatures,
  heldOut: LabelledFeatures,
  seed: number,
): GraphFeatures {
  const features = training.features.length / training.labels.length;
  const chosen = exemplarsOf(training.labels, classNames.length, seed);
  return {
    features,
    classNames,
    headWeights: head.weights,
    headBias: head.bias,
    ...sumsOf(training, classNames.length),
    heldOutFeatures: heldOut.features,
    heldOutLabels: heldOut.labels,
    exemplarFeatures: rowsOf(training.features, features, chosen),
    exemplarLabels: Uint8Array.from(chosen, (index) => training.labels[index]!),
  };
}

/** Σ x·xᵀ, Σ x·yᵀ and Σ y, with 1 appended to every x and y one-hot. */
function sumsOf(
  { features, labels }: LabelledFeatures,
  classes: number,
): Pick<GraphFeatures, 'gram' | 'classSums' | 'classCounts'> {
  const width = features.length / labels.length;
  const rows = width + 1;
  const gram = new Float64Array(rows * rows);
  const classSums = new Float64Array(rows * classes);
  const classCounts = new Float64Array(classes);
  const x = new Float64Array(rows).fill(1);
  for (const [i, label] of labels.entries()) {
    x.set(features.subarray(i * width, (i + 1) * width));
    classCounts[label]!++;
    for (let row = 0; row < rows; row++) {
      const value = x[row]!;
      classSums[row * classes + label]! += value;
      for (let column = row; column < rows; column++) {
        gram[row * rows + column]! += value * x[column]!;
      }
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < row; column++) {
      gram[row * rows + column] = gram[column * rows + row]!;
    }
  }
  return { gram, classSums, classCounts };
}

function exemplarsOf(labels: Uint8Array, classes: number, seed: number): Uint32Array {
  const taken = new Uint32Array(classes);
  return shuffledIndices(labels.length, seededRandom(seed, 5))
    .filter((index) => taken[labels[index]!]!++ < EXEMPLARS_PER_CLASS)
    .sort();
}

function rowsOf(values: Float32Array, width: number, indices: Uint32Array): Float32Array {
  const rows = new Float32Array(indices.length * width);
  for (const [i, index] of indices.entries()) {
    rows.set(values.subarray(index * width, (index + 1) * width), i * width);
  }
  return rows;
}
