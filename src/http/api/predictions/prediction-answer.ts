import type { Classification } from '../../../inference/classification';
import type { Prediction } from '../../../store/prediction';
import type { PredictionAnswer } from './prediction-schema';

/** Classes that `top_k` lists where a request does not say how many. */
const TOP_K = 3;

export interface PredictionFacts {
  readonly id: string;
  readonly createdAt: Date;
  /** Its place in the history, see `Places`. */
  readonly place: number;
  readonly fileName: string;
  readonly durationMs: number;
}

/** Puts names to a classification: what the history keeps. */
export function toPrediction(
  { classIndex, classNames, confidence, probabilities, uncertain, modelVersion }: Classification,
  { id, createdAt, place, fileName, durationMs }: PredictionFacts,
): Prediction {
  return {
    id,
    createdAt: createdAt.getTime(),
    ...(place === createdAt.getTime() ? {} : { place }),
    fileName,
    predictedClass: classNames[classIndex]!,
    predictedClassIndex: classIndex,
    confidence: round(confidence, 6),
    uncertain,
    durationMs: round(durationMs, 3),
    modelVersion,
    allProbabilities: Object.fromEntries(
      classNames.map((name, index) => [name, round(probabilities[index]!, 6)]),
    ),
  };
}

/** A prediction as the API shows it. */
export function predictionAnswer(prediction: Prediction, topK = TOP_K): PredictionAnswer {
  return {
    id: prediction.id,
    predicted_class: prediction.predictedClass,
    predicted_class_index: prediction.predictedClassIndex,
    confidence: prediction.confidence,
    uncertain: prediction.uncertain,
    prediction_time_ms: prediction.durationMs,
    timestamp: new Date(prediction.createdAt).toISOString(),
    all_probabilities: { ...prediction.allProbabilities },
    top_k: likeliest(prediction.allProbabilities, topK),
    file_name: prediction.fileName,
    model_version: prediction.modelVersion,
  };
}

function likeliest(
  probabilities: Readonly<Record<string, number>>,
  count: number,
): PredictionAnswer['top_k'] {
  return Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, probability]) => ({ class: name, probability }));
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
