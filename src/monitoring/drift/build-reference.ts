import { seededRandom, type Random } from '../../evaluation/random';
import { PIXEL_STATISTICS } from '../../imaging/pixel-statistics';
import { certaintyOf, CONFIDENCE_BINS, confidenceBin } from './confidence-bins';
import { kolmogorovSmirnovDistance, populationStabilityIndex } from './divergence';
import {
  diagonalWhitening,
  fullWhitening,
  momentsOf,
  variancesOf,
  whiten,
  type Whitening,
} from './mean-shift';
import type { DriftReference, KnownMean } from './reference';
import { chanceOf } from './scores';

/** Pictures that a version has not learned from, as it sees them. */
export interface ReferencePictures {
  /** float32, [n, features] */
  readonly features: Float32Array;
  /** float32, [n, classes]: calibrated */
  readonly probabilities: Float32Array;
  /** [n]: index of the class */
  readonly labels: ArrayLike<number>;
  /** float32, [m, 6]: `pixelStatistics` of those pictures or of some; null where nobody knows */
  readonly pixels: Float32Array | null;
  /**
   * float64, [features, features]: of the features of many other pictures; without it, features are
   * taken for independent of each other.
   */
  readonly covariance?: Float64Array | undefined;
}

/** Windows that are drawn to see what chance does. */
const DRAWS = 400;
/** Pictures of such a window. Scores do not depend on it but where pictures are very few. */
const DRAWN = 500;
/** Standard deviations above the mean that chance explains. */
const DEVIATIONS = 3;
/** Nothing can be said of fewer pictures. */
export const LEAST_PICTURES = 30;

/**
 * Sums up what a version's own pictures look like to it, and draws windows of them again and again:
 * a score is alarming when it is above the mean of theirs and three standard deviations.
 *
 * @throws {RangeError} for fewer than {@link LEAST_PICTURES}
 */
export function buildReference(pictures: ReferencePictures): DriftReference {
  const { labels, probabilities, pixels, covariance } = pictures;
  const count = labels.length;
  if (count < LEAST_PICTURES) {
    throw new RangeError(`${count} pictures are too few to say what pictures look like`);
  }
  const [features, classes] = [pictures.features.length / count, probabilities.length / count];
  const predicted = new Uint16Array(count);
  const bins = new Uint8Array(count);
  const certainties = new Uint8Array(count);
  let right = 0;
  for (let i = 0; i < count; i++) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    const best = row.indexOf(Math.max(...row));
    predicted[i] = best;
    bins[i] = confidenceBin(row[best]!);
    certainties[i] = confidenceBin(certaintyOf(row));
    if (best === labels[i]) right++;
  }
  const knownFeatures = knownMean(
    pictures.features,
    features,
    covariance && fullWhitening(covariance, features),
  );
  const pixelPictures = pixels === null ? 0 : pixels.length / PIXEL_STATISTICS.length;
  const knownPixels =
    pixels === null || pixelPictures < LEAST_PICTURES ? null : knownMeanOfPixels(pixels);
  const random = seededRandom(count, features);
  return {
    classes,
    features,
    pictures: count,
    right,
    classMix: histogram(predicted, classes),
    confidence: histogram(bins, CONFIDENCE_BINS),
    certainty: histogram(certainties, CONFIDENCE_BINS),
    knownFeatures,
    knownPixels,
    pixelPictures,
    limits: {
      classes: limitOfCounts(predicted, classes, populationStabilityIndex, random),
      confidence: limitOfCounts(
        bins,
        CONFIDENCE_BINS,
        (a, b) => kolmogorovSmirnovDistance(a, b) ** 2,
        random,
      ),
      features: limitOfMeans(pictures.features, knownFeatures, random),
      pixels: knownPixels === null ? Infinity : limitOfMeans(pixels!, knownPixels, random),
    },
  };
}

function knownMean(rows: Float32Array, width: number, whitening: Whitening | undefined): KnownMean {
  const { mean, variances } = variancesOf(rows, width);
  return {
    mean,
    whitening: whitening ?? diagonalWhitening(variances),
    deviations: variances.map(Math.sqrt),
  };
}

function knownMeanOfPixels(rows: Float32Array): KnownMean {
  const width = PIXEL_STATISTICS.length;
  return knownMean(rows, width, fullWhitening(momentsOf(rows, width).covariance, width));
}

function histogram(values: Uint16Array | Uint8Array, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const value of values) counts[value]!++;
  return counts;
}

/** The reference is drawn anew, too: it is a sample like any other. */
function limitOfCounts(
  values: Uint16Array | Uint8Array,
  bins: number,
  distance: (counts: Float64Array, reference: Float64Array) => number,
  random: Random,
): number {
  const drawn = (count: number): Float64Array => {
    const counts = new Float64Array(bins);
    for (let i = 0; i < count; i++) counts[values[random.below(values.length)]!]!++;
    return counts;
  };
  const chance = chanceOf(DRAWN, values.length);
  return limitOf(
    Array.from({ length: DRAWS }, () => distance(drawn(DRAWN), drawn(values.length)) / chance),
  );
}

function limitOfMeans(rows: Float32Array, { mean, whitening }: KnownMean, random: Random): number {
  const width = mean.length;
  const count = rows.length / width;
  const whitened = new Float32Array(rows.length);
  const centred = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    for (let f = 0; f < width; f++) centred[f] = rows[i * width + f]! - mean[f]!;
    whitened.set(whiten(whitening, centred), i * width);
  }
  const scores = Array.from({ length: DRAWS }, () => {
    const sum = new Float64Array(width);
    for (let draw = 0; draw < DRAWN; draw++) {
      const start = random.below(count) * width;
      for (let f = 0; f < width; f++) sum[f]! += whitened[start + f]!;
    }
    // The mean of the reference is exact here: only the window's is left to chance.
    return sum.reduce((total, value) => total + (value / DRAWN) ** 2, 0) * DRAWN;
  });
  return limitOf(scores);
}

/**
 * Squared distances have long tails; their cube roots are all but normal (Wilson and Hilferty 1931,
 * PNAS 17).
 */
function limitOf(scores: readonly number[]): number {
  const roots = scores.map(Math.cbrt);
  const mean = roots.reduce((sum, root) => sum + root, 0) / roots.length;
  const variance = roots.reduce((sum, root) => sum + (root - mean) ** 2, 0) / (roots.length - 1);
  return (mean + DEVIATIONS * Math.sqrt(variance)) ** 3;
}
