import { IMAGES_OF_KNOWN_CLASS } from './graph-statistics';

/** What a head is fitted to: features with the class of each row. */
export interface HeadExamples {
  /** float32, [n, features]: each sample, followed by its mirror image */
  readonly features: Float32Array;
  /** [n]: index of the class */
  readonly labels: Uint16Array;
}

/** Views of one sample: as it is, and mirrored. */
export const VIEWS = 2;
/** Training images that one sample counts for, at the most. */
const MOST_OF_SAMPLE = 25;

/**
 * What each example of a class counts for: a class as much as a known one in all, but no sample
 * for more than 25 images, so that a slip of the hand stays one.
 *
 * @returns float64, [classes]
 */
export function exampleWeights(labels: Uint16Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  return counts.map((count) =>
    count === 0 ? 0 : Math.min(MOST_OF_SAMPLE / VIEWS, IMAGES_OF_KNOWN_CLASS / count),
  );
}
