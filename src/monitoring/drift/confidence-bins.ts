/** Bins of confidences and certainties, equally wide in the logit: most lie close to 1. */
export const CONFIDENCE_BINS = 64;

const LOWEST_LOGIT = -4;
const HIGHEST_LOGIT = 12;
const PER_LOGIT = CONFIDENCE_BINS / (HIGHEST_LOGIT - LOWEST_LOGIT);

/** @param confidence or a certainty, 0-1 */
export function confidenceBin(confidence: number): number {
  if (confidence <= 0) return 0;
  if (confidence >= 1) return CONFIDENCE_BINS - 1;
  const logit = Math.log(confidence / (1 - confidence));
  const bin = Math.floor((logit - LOWEST_LOGIT) * PER_LOGIT);
  return Math.min(CONFIDENCE_BINS - 1, Math.max(0, bin));
}

/**
 * How sure a version is: 1 less the entropy of its probabilities, in units of the highest there is.
 *
 * @param probabilities [classes], summing to 1
 * @returns 0 where all classes are as likely, 1 where one is certain
 */
export function certaintyOf(probabilities: Float32Array): number {
  let entropy = 0;
  for (const probability of probabilities) {
    if (probability > 0) entropy -= probability * Math.log(probability);
  }
  return Math.min(1, Math.max(0, 1 - entropy / Math.log(probabilities.length)));
}
