import { sql, type Kysely } from 'kysely';
import { decodeCursor, decodeUncertainCursor, encodeCursor, encodeUncertainCursor } from './cursor';
import type { HistoryTables } from './history-tables';
import type { Prediction, PredictionFilter, PredictionPage } from './prediction';
import { fromRow } from './prediction-row';

type Query = ReturnType<typeof predictionQuery>;

/** The prediction with this id, if it is on disk. */
export async function findPrediction(
  database: Kysely<HistoryTables>,
  id: string,
): Promise<Prediction | undefined> {
  const row = await predictionQuery(database).where('predictions.id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/**
 * A page of history, newest first; predictions of the same millisecond come by their ids.
 *
 * @throws {InvalidCursorError} for a cursor that no page gave
 */
export async function listPredictions(
  database: Kysely<HistoryTables>,
  filter: PredictionFilter,
  limit: number,
  cursor?: string,
): Promise<PredictionPage> {
  let query = filtered(predictionQuery(database), filter);
  if (cursor !== undefined) {
    const { createdAt, id } = decodeCursor(cursor);
    query = query.where((eb) =>
      eb(eb.refTuple('predictions.created_at', 'predictions.id'), '<', eb.tuple(createdAt, id)),
    );
  }
  const rows = await query
    .orderBy('predictions.created_at', 'desc')
    .orderBy('predictions.id', 'desc')
    .limit(limit + 1) // one more tells whether there is a next page
    .execute();
  const predictions = rows.slice(0, limit).map(fromRow);
  const last = rows.length > limit ? predictions.at(-1) : undefined;
  return { predictions, nextCursor: last === undefined ? null : encodeCursor(last) };
}

/**
 * A page of what is most worth labelling, the least confident first: predictions whose image is
 * kept and is no sample yet, of one image the newest.
 *
 * @throws {InvalidCursorError} for a cursor that no page of this order gave
 */
export async function listUncertain(
  database: Kysely<HistoryTables>,
  filter: PredictionFilter,
  limit: number,
  cursor?: string,
): Promise<PredictionPage> {
  // The index of images gives the order; joins must not make SQLite choose another way.
  let query = filtered(predictionQuery(database), filter)
    .innerJoin('prediction_images', 'prediction_images.prediction_id', 'predictions.id')
    .where('prediction_images.is_unlabelled', '=', sql.lit(1))
    .where('predictions.feedback', 'is', null);
  if (cursor !== undefined) {
    const { confidence, id } = decodeUncertainCursor(cursor);
    query = query.where((eb) =>
      eb(
        eb.refTuple('prediction_images.confidence', 'prediction_images.prediction_id'),
        '>',
        eb.tuple(confidence, id),
      ),
    );
  }
  const rows = await query
    .orderBy('prediction_images.confidence')
    .orderBy('prediction_images.prediction_id')
    .limit(limit + 1)
    .execute();
  const predictions = rows.slice(0, limit).map(fromRow);
  const last = rows.length > limit ? predictions.at(-1) : undefined;
  return { predictions, nextCursor: last === undefined ? null : encodeUncertainCursor(last) };
}

function filtered(query: Query, filter: PredictionFilter): Query {
  const { predictedClass, from, to, feedback, modelVersion, minConfidence, maxConfidence } = filter;
  let found = query;
  if (predictedClass !== undefined) found = found.where('predicted_class', '=', predictedClass);
  if (from !== undefined) found = found.where('predictions.created_at', '>=', from);
  if (to !== undefined) found = found.where('predictions.created_at', '<', to);
  if (modelVersion !== undefined) found = found.where('model_version', '=', modelVersion);
  if (minConfidence !== undefined) {
    found = found.where('predictions.confidence', '>=', minConfidence);
  }
  if (maxConfidence !== undefined) {
    found = found.where('predictions.confidence', '<=', maxConfidence);
  }
  if (feedback === 'none') return found.where('feedback', 'is', null);
  return feedback === undefined ? found : found.where('feedback', '=', feedback);
}

/** All history, oldest first, a thousand predictions in memory at a time. */
export async function* scanPredictions(
  database: Kysely<HistoryTables>,
  pageSize = 1000,
): AsyncGenerator<Prediction[]> {
  let last: Prediction | undefined;
  do {
    let query = predictionQuery(database);
    if (last !== undefined) {
      const { createdAt, id } = last;
      query = query.where((eb) =>
        eb(eb.refTuple('predictions.created_at', 'predictions.id'), '>', eb.tuple(createdAt, id)),
      );
    }
    const rows = await query
      .orderBy('predictions.created_at')
      .orderBy('predictions.id')
      .limit(pageSize)
      .execute();
    const page = rows.map(fromRow);
    if (page.length > 0) yield page;
    last = rows.length < pageSize ? undefined : page.at(-1);
  } while (last !== undefined);
}

// Its type is what the joins and selections make it; written out it would say the same twice.
function predictionQuery(database: Kysely<HistoryTables>) {
  return database
    .selectFrom('predictions')
    .innerJoin('class_lists', 'class_lists.id', 'predictions.class_list_id')
    .leftJoin('labels', 'labels.key', 'predictions.feedback_label_key')
    .selectAll('predictions')
    .select(['class_lists.names', 'labels.name as feedback_label']);
}
