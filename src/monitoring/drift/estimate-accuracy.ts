import type { DriftReference } from './reference';
import type { WindowFacts } from './window-sums';

/** An accuracy that nobody has measured, 0-1, with its 95% interval. */
export interface EstimatedAccuracy {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Confidence-based performance estimation (NannyML's CBPE): a calibrated confidence is the chance to
 * be right, and their mean the accuracy to be expected. The interval counts in how far right answers
 * stray from their chances, and how well the reference tells that confidences are calibrated.
 */
export function estimateByConfidence(
  { pictures, meanConfidence, rightVariance }: WindowFacts,
  reference: DriftReference,
): EstimatedAccuracy {
  return interval(meanConfidence, rightVariance / pictures ** 2, reference);
}

/**
 * Average thresholded confidence (Garg et al. 2022, arXiv 2201.04234), with the entropy as the
 * confidence: the share of pictures that the version is surer of than the threshold that as large a
 * share of the reference exceeds as it has right answers. Guessing is right once in so many classes,
 * so that no estimate is lower.
 */
export function estimateByThreshold(
  { pictures, certainty }: WindowFacts,
  reference: DriftReference,
): EstimatedAccuracy {
  const threshold = thresholdAbove(reference.certainty, reference.right);
  const share = Math.max(countAbove(certainty, threshold) / pictures, 1 / reference.classes);
  return interval(share, (share * (1 - share)) / pictures, reference);
}

/** @returns in bins: 3.25 is a quarter into the fourth; `above` of the counts lie higher */
function thresholdAbove(counts: Float64Array, above: number): number {
  let left = above;
  for (let bin = counts.length - 1; bin >= 0; bin--) {
    const own = counts[bin]!;
    if (left <= own) return bin + 1 - (own === 0 ? 0 : left / own);
    left -= own;
  }
  return 0;
}

function countAbove(counts: Float64Array, threshold: number): number {
  return counts.reduce(
    (sum, count, bin) => sum + count * Math.min(1, Math.max(0, bin + 1 - threshold)),
    0,
  );
}

function interval(
  value: number,
  variance: number,
  { right, pictures }: DriftReference,
): EstimatedAccuracy {
  const known = right / pictures;
  const reach = Z * Math.sqrt(variance + (known * (1 - known)) / pictures);
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach) };
}
