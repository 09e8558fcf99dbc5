import type { Prediction } from './prediction';

const MAX_ID_LENGTH = 64;

/** Why a prediction cannot be stored; undefined for one that can. */
export function storageProblem(prediction: Prediction): string | undefined {
  const { id, createdAt, confidence, durationMs, predictedClassIndex } = prediction;
  if (id.length === 0 || id.length > MAX_ID_LENGTH) return 'its id is empty or too long';
  if (!Number.isSafeInteger(createdAt)) return 'its time is not a whole number of milliseconds';
  if (!Number.isInteger(predictedClassIndex)) return 'its class index is not a whole number';
  const numbers = [confidence, durationMs, ...Object.values(prediction.allProbabilities)];
  if (!numbers.every(Number.isFinite))
    return 'its confidence, duration or a probability is not a number';
  return undefined;
}

/** The same prediction without what a text column cannot hold: NUL and halves of surrogate pairs. */
export function withStorableText(prediction: Prediction): Prediction {
  return {
    ...prediction,
    fileName: storableText(prediction.fileName),
    predictedClass: storableText(prediction.predictedClass),
    modelVersion: storableText(prediction.modelVersion),
  };
}

function storableText(text: string): string {
  return Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
}
