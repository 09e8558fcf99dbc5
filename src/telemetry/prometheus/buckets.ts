/** Seconds: from half a millisecond, which one small picture takes, to the deadline of a prediction. */
export const SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Images in a batch. */
export const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128];

/** Confidences, 0-1; most predictions are near one, so the steps are finer there. */
export const CONFIDENCES = [0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

const MS_PER_SECOND = 1000;

export function inSeconds(ms: number): number {
  return ms / MS_PER_SECOND;
}
