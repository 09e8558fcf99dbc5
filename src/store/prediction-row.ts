import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ClassListTable, FeedbackColumns, PredictionTable } from './history-tables';
import { clockTimeOf, recordedAt } from './place-in-order';
import type { Feedback, Prediction } from './prediction';

/** A prediction as it lies in the tables. */
export interface PredictionRow {
  readonly row: PredictionTable;
  readonly classList: ClassListTable;
}

/** Where a prediction stands in the history, in milliseconds since the epoch. */
export function placeOf({ place, createdAt }: Pick<Prediction, 'place' | 'createdAt'>): number {
  return Math.max(place ?? createdAt, createdAt);
}

/** Splits a prediction into its row and the list of names that its probabilities belong to. */
export function toRow(prediction: Prediction): PredictionRow {
  const names = JSON.stringify(Object.keys(prediction.allProbabilities));
  const classList = { id: classListId(names), names };
  return {
    classList,
    row: {
      id: prediction.id,
      ...recordedAt(prediction.createdAt, placeOf(prediction)),
      file_name: prediction.fileName,
      predicted_class: prediction.predictedClass,
      predicted_class_index: prediction.predictedClassIndex,
      confidence: prediction.confidence,
      duration_ms: prediction.durationMs,
      model_version: prediction.modelVersion,
      class_list_id: classList.id,
      probabilities: JSON.stringify(Object.values(prediction.allProbabilities)),
      uncertain: prediction.uncertain ? 1 : 0,
    },
  };
}

/** A prediction's row with what belongs to it in other tables. */
export type JoinedRow = PredictionTable &
  Selectable<FeedbackColumns> & {
    /** of its class list */
    readonly names: string;
    readonly feedback_label: string | null;
  };

/** Puts a row and the names of its class list together again. */
export function fromRow(row: JoinedRow): Prediction {
  const names = JSON.parse(row.names) as string[];
  const probabilities = JSON.parse(row.probabilities) as number[];
  return {
    id: row.id,
    createdAt: clockTimeOf(row),
    ...(row.clock_at === null ? {} : { place: Number(row.created_at) }),
    fileName: row.file_name,
    predictedClass: row.predicted_class,
    predictedClassIndex: row.predicted_class_index,
    confidence: row.confidence,
    durationMs: row.duration_ms,
    modelVersion: row.model_version,
    uncertain: row.uncertain === 1,
    allProbabilities: Object.fromEntries(names.map((name, i) => [name, probabilities[i] ?? 0])),
    ...feedbackOf(row),
  };
}

function feedbackOf(row: JoinedRow): { readonly feedback?: Feedback } {
  const { feedback: verdict, feedback_label: label, feedback_sample_id: sampleId } = row;
  if (verdict === null || label === null || sampleId === null) return {};
  return { feedback: { verdict, label, sampleId, at: Number(row.feedback_at) } };
}

function classListId(names: string): string {
  return createHash('sha256').update(names).digest('hex').slice(0, 16);
}
