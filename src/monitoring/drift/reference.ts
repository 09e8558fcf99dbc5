import type { SumsLayout } from './window-sums';
import type { Whitening } from './mean-shift';

/** What is compared between what comes and what a version knows. */
export const SIGNALS = ['classes', 'confidence', 'features', 'pixels'] as const;
export type Signal = (typeof SIGNALS)[number];

/** The mean of values over pictures that a version knows, and how pictures vary about it. */
export interface KnownMean {
  /** float64, [width] */
  readonly mean: Float64Array;
  readonly whitening: Whitening;
  /** [width]: standard deviations of single pictures */
  readonly deviations: Float64Array;
}

/** What the pictures that a version was made for look like to it. */
export interface DriftReference extends SumsLayout {
  /** That it was made of. */
  readonly pictures: number;
  /** How many of them the version gets right, without having learned from them. */
  readonly right: number;
  /** float64, [classes]: how often each was predicted */
  readonly classMix: Float64Array;
  /** float64, [CONFIDENCE_BINS] */
  readonly confidence: Float64Array;
  /** float64, [CONFIDENCE_BINS] */
  readonly certainty: Float64Array;
  readonly knownFeatures: KnownMean;
  /** Null where the version says nothing of its pictures' pixels. */
  readonly knownPixels: KnownMean | null;
  /** Pictures that `knownPixels` is of. */
  readonly pixelPictures: number;
  /**
   * The highest score, for each signal, of windows that look like the reference. Scores do not depend on
   * how many pictures a window has.
   */
  readonly limits: Readonly<Record<Signal, number>>;
}
