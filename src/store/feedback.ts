import { sql, type Kysely, type Transaction } from 'kysely';
import type { HistoryTables } from './history-tables';
import type { Feedback } from './prediction';
import { putInto } from './samples/put-samples';
import type { NewSample, PutOutcome } from './samples/sample';

/** What a person says of a prediction, with the sample that its image becomes. */
export interface NewFeedback {
  readonly predictionId: string;
  readonly verdict: Feedback['verdict'];
  readonly sample: NewSample;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface FeedbackAccuracy {
  /** Predictions with feedback that were looked at. */
  readonly predictions: number;
  readonly correct: number;
  /** 0-1; null while there is no feedback */
  readonly accuracy: number | null;
}

/** What people say of predictions. */
export interface FeedbackStore {
  /**
   * Records feedback and its sample, both or neither. Said again, it changes nothing; said
   * otherwise, it replaces what was said, and the sample keeps the history of its labels.
   *
   * @returns what became of the sample; undefined where the prediction is not on disk. Where the
   *   sample is refused, the feedback is not recorded either.
   */
  record(feedback: NewFeedback): Promise<PutOutcome | undefined>;
  /** How often predictions were right, by the last so many that people said something of. */
  accuracy(options: {
    readonly last: number;
    readonly modelVersion?: string;
  }): Promise<FeedbackAccuracy>;
}

/** The feedback in a database. */
export function feedbackStore(database: Kysely<HistoryTables>): FeedbackStore {
  return {
    record: (feedback) => recordFeedback(database, feedback),
    accuracy: (options) => feedbackAccuracy(database, options),
  };
}

async function recordFeedback(
  database: Kysely<HistoryTables>,
  { predictionId, verdict, sample, at }: NewFeedback,
): Promise<PutOutcome | undefined> {
  return database.transaction().execute(async (transaction) => {
    const prediction = await transaction
      .selectFrom('predictions')
      .select(['feedback', 'feedback_label_key'])
      .where('id', '=', predictionId)
      .executeTakeFirst();
    if (prediction === undefined) return undefined;
    const put = (await putInto(transaction, [sample], at))[0]!;
    if (put.outcome === 'refused') return put;
    await markLabelled(transaction, predictionId);
    const isSaidAlready =
      prediction.feedback === verdict && prediction.feedback_label_key === sample.label.key;
    if (isSaidAlready) return put;
    const last = await transaction
      .selectFrom('predictions')
      .select(sql<number>`max(feedback_seq)`.as('seq'))
      .where('feedback_seq', 'is not', null)
      .executeTakeFirst();
    await transaction
      .updateTable('predictions')
      .set({
        feedback: verdict,
        feedback_label_key: sample.label.key,
        feedback_sample_id: put.id,
        feedback_at: at,
        feedback_seq: (last?.seq ?? 0) + 1,
      })
      .where('id', '=', predictionId)
      .execute();
    return put;
  });
}

/** An earlier release knew the picture by its pixels, and the sample may have another id. */
async function markLabelled(
  transaction: Transaction<HistoryTables>,
  predictionId: string,
): Promise<void> {
  await transaction
    .updateTable('prediction_images')
    .set({ is_unlabelled: 0 })
    .where('sample_id', 'in', (eb) =>
      eb
        .selectFrom('prediction_images as image')
        .select('image.sample_id')
        .where('image.prediction_id', '=', predictionId),
    )
    .where('is_unlabelled', '=', 1)
    .execute();
}

async function feedbackAccuracy(
  database: Kysely<HistoryTables>,
  options: { readonly last: number; readonly modelVersion?: string },
): Promise<FeedbackAccuracy> {
  let query = database
    .selectFrom('predictions')
    .select('feedback')
    .where('feedback_seq', 'is not', null);
  if (options.modelVersion !== undefined) {
    query = query.where('model_version', '=', options.modelVersion);
  }
  const rows = await query.orderBy('feedback_seq', 'desc').limit(options.last).execute();
  const correct = rows.filter(({ feedback }) => feedback === 'correct').length;
  const predictions = rows.length;
  return { predictions, correct, accuracy: predictions === 0 ? null : correct / predictions };
}
