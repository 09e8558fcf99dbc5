import { expressionBuilder, sql, type Expression, type Kysely, type SqlBool } from 'kysely';
import { decodeCursor, decodeUncertainCursor, encodeCursor, encodeUncertainCursor } from './cursor';
import type { HistoryTables } from './history-tables';
import type { Prediction, PredictionFilter, PredictionPage } from './prediction';
import { fromRow } from './prediction-row';

/** Predictions that a search looks through. */
export const SEARCHED = 50_000;

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
  let query = predictionQuery(database).where(condition(filter));
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
  let query = uncertainQuery(database, filter);
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
  const rows = await query.limit(limit + 1).execute();
  const predictions = rows.slice(0, limit).map(fromRow);
  const last = rows.length > limit ? predictions.at(-1) : undefined;
  return { predictions, nextCursor: last === undefined ? null : encodeUncertainCursor(last) };
}

/** What is most worth labelling, all of it in order. */
// Its type is what the joins and selections make it; written out it would say the same twice.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function uncertainQuery(database: Kysely<HistoryTables>, filter: PredictionFilter) {
  // The index of images gives the order, and a cross join keeps SQLite from choosing another one.
  return database
    .selectFrom('prediction_images')
    .crossJoin('predictions')
    .innerJoin('class_lists', 'class_lists.id', 'predictions.class_list_id')
    .leftJoin('labels', 'labels.key', 'predictions.feedback_label_key')
    .selectAll('predictions')
    .select(['class_lists.names', 'labels.name as feedback_label'])
    .whereRef('predictions.id', '=', 'prediction_images.prediction_id')
    .where('prediction_images.is_unlabelled', '=', sql.lit(1))
    .where('predictions.feedback', 'is', null)
    .where(condition(filter))
    .orderBy('prediction_images.confidence')
    .orderBy('prediction_images.prediction_id');
}

/** What a filter asks of a prediction, as a condition. */
function condition(filter: PredictionFilter): Expression<SqlBool> {
  const { predictedClass, from, to, feedback, modelVersion, minConfidence, maxConfidence } = filter;
  const { uncertain, search } = filter;
  const eb = expressionBuilder<HistoryTables, 'predictions'>();
  return eb.and([
    ...(predictedClass === undefined ? [] : [eb('predicted_class', '=', predictedClass)]),
    ...(from === undefined ? [] : [eb('predictions.created_at', '>=', from)]),
    ...(to === undefined ? [] : [eb('predictions.created_at', '<', to)]),
    ...(modelVersion === undefined ? [] : [eb('model_version', '=', modelVersion)]),
    ...(minConfidence === undefined ? [] : [eb('predictions.confidence', '>=', minConfidence)]),
    ...(maxConfidence === undefined ? [] : [eb('predictions.confidence', '<=', maxConfidence)]),
    ...(uncertain === undefined ? [] : [eb('uncertain', '=', sql.lit(uncertain ? 1 : 0))]),
    ...(search === undefined ? [] : [found(search, to)]),
    ...(feedback === 'none' ? [eb('feedback', 'is', null)] : []),
    ...(feedback === undefined || feedback === 'none' ? [] : [eb('feedback', '=', feedback)]),
  ]);
}

function found(search: string, to: number | undefined): Expression<SqlBool> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const before = to === undefined ? sql`` : sql`where newest.created_at < ${to}`;
  return sql<SqlBool>`(
    predictions.created_at >= coalesce(
      (select newest.created_at from predictions as newest ${before}
        order by newest.created_at desc limit 1 offset ${sql.lit(SEARCHED - 1)}),
      0)
    and (predictions.file_name like ${pattern} escape '\\' or predictions.id = ${search}))`;
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
