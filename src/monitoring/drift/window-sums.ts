import { PIXEL_STATISTICS } from '../../imaging/pixel-statistics';
import { CONFIDENCE_BINS, confidenceBin } from './confidence-bins';

/** One classified picture, as far as drift is told by it. */
export interface SeenPicture {
  /** Index of the class. */
  readonly classIndex: number;
  /** Calibrated, 0-1. */
  readonly confidence: number;
  /** 0-1, see `certaintyOf` */
  readonly certainty: number;
  readonly uncertain: boolean;
  /** float32, [features] */
  readonly features: Float32Array;
  /** [6], see `pixelStatistics` */
  readonly pixels: ArrayLike<number>;
}

/** What the sums of a window are of. */
export interface SumsLayout {
  readonly classes: number;
  readonly features: number;
}

/** What sums say, in the units of single pictures. */
export interface WindowFacts {
  readonly pictures: number;
  readonly uncertain: number;
  /** Mean of the confidences, 0-1. */
  readonly meanConfidence: number;
  /** Variance of the number of right answers, if each is right with its confidence. */
  readonly rightVariance: number;
  /** float64, [classes]: how often each was predicted */
  readonly classes: Float64Array;
  /** float64, [CONFIDENCE_BINS] */
  readonly confidence: Float64Array;
  /** float64, [CONFIDENCE_BINS] */
  readonly certainty: Float64Array;
  /** float64, [features]: their mean */
  readonly features: Float64Array;
  /** float64, [6]: the mean of `pixelStatistics` */
  readonly pixels: Float64Array;
}

/** Values are summed as whole numbers of such parts: sums of these are exact, in whatever order. */
const UNITS = 2 ** 20;

const [PICTURES, UNCERTAIN, CONFIDENCE, VARIANCE] = [0, 1, 2, 3];
const COUNTERS = 4;

/** The length of the sums. */
export function sumsLength({ classes, features }: SumsLayout): number {
  return COUNTERS + classes + 2 * CONFIDENCE_BINS + features + PIXEL_STATISTICS.length;
}

/**
 * Sums over pictures, whole numbers all of them: those of two instances, or of before and after a
 * restart, add up to exactly what one would have counted.
 *
 * @returns float64, [sumsLength], zeros
 */
export function emptySums(layout: SumsLayout): Float64Array<ArrayBuffer> {
  return new Float64Array(sumsLength(layout));
}

/** Adds a picture to sums. It runs once a prediction, and makes no objects. */
export function addPicture(sums: Float64Array, layout: SumsLayout, picture: SeenPicture): void {
  const { confidence, features, pixels } = picture;
  let at = COUNTERS;
  sums[PICTURES]! += 1;
  if (picture.uncertain) sums[UNCERTAIN]! += 1;
  sums[CONFIDENCE]! += inUnits(confidence);
  sums[VARIANCE]! += inUnits(confidence * (1 - confidence));
  sums[at + picture.classIndex]! += 1;
  at += layout.classes;
  sums[at + confidenceBin(confidence)]! += 1;
  at += CONFIDENCE_BINS;
  sums[at + confidenceBin(picture.certainty)]! += 1;
  at += CONFIDENCE_BINS;
  for (let i = 0; i < layout.features; i++) sums[at + i]! += inUnits(features[i]!);
  at += layout.features;
  for (let i = 0; i < PIXEL_STATISTICS.length; i++) sums[at + i]! += inUnits(pixels[i]!);
}

/** Adds sums of the same layout to others. */
export function addSums(sums: Float64Array, more: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += more[i]!;
}

/** @throws {RangeError} where the sums are of another layout, or of no picture */
export function factsOf(sums: Float64Array, layout: SumsLayout): WindowFacts {
  const pictures = sums[PICTURES]!;
  if (sums.length !== sumsLength(layout) || pictures === 0) {
    throw new RangeError(
      `${sums.length} sums over ${pictures} pictures say nothing of this version`,
    );
  }
  let at = COUNTERS;
  const next = (count: number): Float64Array => sums.slice(at, (at += count));
  const meanOf = (value: number): number => value / UNITS / pictures;
  return {
    pictures,
    uncertain: sums[UNCERTAIN]!,
    meanConfidence: meanOf(sums[CONFIDENCE]!),
    rightVariance: sums[VARIANCE]! / UNITS,
    classes: next(layout.classes),
    confidence: next(CONFIDENCE_BINS),
    certainty: next(CONFIDENCE_BINS),
    features: next(layout.features).map(meanOf),
    pixels: next(PIXEL_STATISTICS.length).map(meanOf),
  };
}

function inUnits(value: number): number {
  // Faster than Math.round, which takes care of what does not occur here.
  return Math.floor(value * UNITS + 0.5);
}
