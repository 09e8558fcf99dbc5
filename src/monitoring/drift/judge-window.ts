import { PIXEL_STATISTICS, type PixelStatistic } from '../../imaging/pixel-statistics';
import type { DriftWindow } from '../../store/drift/drift-window';
import { jensenShannonDivergence, populationStabilityIndex } from './divergence';
import {
  estimateByConfidence,
  estimateByThreshold,
  type EstimatedAccuracy,
} from './estimate-accuracy';
import { SIGNALS, type DriftReference, type Signal } from './reference';
import { scoresOf } from './scores';
import { factsOf } from './window-sums';

/** How pixels of a window differ from those of the reference, in one respect. */
export interface PixelDifference {
  readonly statistic: PixelStatistic;
  /** The mean over the window, 0-1. */
  readonly mean: number;
  /** The mean over the reference. */
  readonly reference: number;
  /** Their difference, in standard deviations of single pictures. */
  readonly deviations: number;
}

/** A window, compared with what its version knows. */
export interface JudgedWindow {
  readonly id: number;
  /** When its first and its last picture were classified, milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly isClosed: boolean;
  readonly pictures: number;
  readonly uncertain: number;
  /**
   * How unlike it is, for each signal, in units of what chance explains; above 1 it looks different. Null
   * where that cannot be said: with too few pictures, or where the reference has no pixels.
   */
  readonly unlikeness: Readonly<Record<Signal, number | null>>;
  readonly populationStabilityIndex: number;
  /** A divergence in bits. */
  readonly jensenShannonDivergence: number;
  /** [classes]: how often each was predicted */
  readonly classes: readonly number[];
  readonly pixels: readonly PixelDifference[];
  readonly estimates: {
    /** Estimated by the mean of calibrated confidences (CBPE). */
    readonly byConfidence: EstimatedAccuracy;
    /** Estimated by the share of pictures that it is surer of than a threshold (ATC). */
    readonly byThreshold: EstimatedAccuracy;
  };
}

/** Chance explains nearly everything where there are fewer pictures. */
export const LEAST_IN_WINDOW = 50;

export function judgeWindow(window: DriftWindow, reference: DriftReference): JudgedWindow {
  const facts = factsOf(window.sums, reference);
  const scores = scoresOf(facts, reference);
  const isTold = facts.pictures >= LEAST_IN_WINDOW;
  const ratioOf = (signal: Signal): number | null => {
    const score = scores[signal];
    return score === null || !isTold ? null : score / reference.limits[signal];
  };
  return {
    id: window.id,
    firstAt: window.firstAt,
    lastAt: window.lastAt,
    isClosed: window.isClosed,
    pictures: facts.pictures,
    uncertain: facts.uncertain,
    unlikeness: {
      classes: ratioOf('classes'),
      confidence: ratioOf('confidence'),
      features: ratioOf('features'),
      pixels: ratioOf('pixels'),
    },
    populationStabilityIndex: populationStabilityIndex(facts.classes, reference.classMix),
    jensenShannonDivergence: jensenShannonDivergence(facts.classes, reference.classMix),
    classes: [...facts.classes],
    pixels: pixelDifferences(facts.pixels, reference),
    estimates: {
      byConfidence: estimateByConfidence(facts, reference),
      byThreshold: estimateByThreshold(facts, reference),
    },
  };
}

/** The signals that say that a window looks different. */
export function alarmingSignals({ unlikeness }: JudgedWindow, limit = 1): Signal[] {
  return SIGNALS.filter((signal) => (unlikeness[signal] ?? 0) > limit);
}

function pixelDifferences(
  means: Float64Array,
  { knownPixels }: DriftReference,
): readonly PixelDifference[] {
  if (knownPixels === null) return [];
  return PIXEL_STATISTICS.map((statistic, i) => ({
    statistic,
    mean: means[i]!,
    reference: knownPixels.mean[i]!,
    deviations: (means[i]! - knownPixels.mean[i]!) / (knownPixels.deviations[i]! || 1),
  }));
}
