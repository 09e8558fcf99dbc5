import type { Prediction } from './prediction';

/** Ids are printable ASCII: UUIDs, and what else a table, a URL and a log line hold alike. */
export const ID_PATTERN = /^[\x21-\x7e]{1,64}$/;
/** The end of the year 9999, the last that ISO 8601 writes in four digits. */
const MAX_TIME = Date.UTC(10_000, 0, 1) - 1;

/** Why a prediction cannot be stored; undefined for one that can. */
export function storageProblem(prediction: Prediction): string | undefined {
  const { id, createdAt, confidence, durationMs, predictedClassIndex } = prediction;
  if (!ID_PATTERN.test(id)) return 'its id is not 1 to 64 printable characters';
  if (!Number.isInteger(createdAt) || createdAt < 0 || createdAt > MAX_TIME) {
    return 'its time is not a whole number of milliseconds from 1970 to 9999';
  }
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
