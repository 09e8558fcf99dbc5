import type { Prediction } from '../store/prediction';
import { ago, percent } from './format';

/** A prediction in a table, in words. */
export interface PredictionView {
  readonly id: string;
  readonly ago: string;
  /** ISO 8601 */
  readonly time: string;
  readonly fileName: string;
  readonly className: string;
  readonly isUncertain: boolean;
  readonly confidence: string;
  /** Length of its bar, 0-100. */
  readonly confidenceBar: number;
  readonly duration: string;
  readonly version: string;
}

export function predictionView(prediction: Prediction, nowMs: number): PredictionView {
  return {
    id: prediction.id,
    ago: ago(nowMs - prediction.createdAt),
    time: new Date(prediction.createdAt).toISOString(),
    fileName: prediction.fileName,
    className: prediction.predictedClass,
    isUncertain: prediction.uncertain,
    confidence: percent(prediction.confidence),
    confidenceBar: 100 * prediction.confidence,
    duration: `${prediction.durationMs.toFixed(1)} ms`,
    version: prediction.modelVersion,
  };
}
