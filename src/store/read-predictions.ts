import type { Kysely, SelectQueryBuilder } from 'kysely';
import { decodeCursor, encodeCursor } from './cursor';
import type { ClassListTable, HistoryTables, PredictionTable } from './history-tables';
import type { Prediction, PredictionFilter, PredictionPage } from './prediction';
import { fromRow } from './prediction-row';

type Query = SelectQueryBuilder<
  HistoryTables,
  'predictions' | 'class_lists',
  PredictionTable & Pick<ClassListTable, 'names'>
>;

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
  { predictedClass, from, to }: PredictionFilter,
  limit: number,
  cursor?: string,
): Promise<PredictionPage> {
  let query = predictionQuery(database);
  if (predictedClass !== undefined) query = query.where('predicted_class', '=', predictedClass);
  if (from !== undefined) query = query.where('created_at', '>=', from);
  if (to !== undefined) query = query.where('created_at', '<', to);
  if (cursor !== undefined) {
    const { createdAt, id } = decodeCursor(cursor);
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'predictions.id'), '<', eb.tuple(createdAt, id)),
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('predictions.id', 'desc')
    .limit(limit + 1) // one more tells whether there is a next page
    .execute();
  const predictions = rows.slice(0, limit).map(fromRow);
  const last = rows.length > limit ? predictions.at(-1) : undefined;
  return { predictions, nextCursor: last === undefined ? null : encodeCursor(last) };
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
        eb(eb.refTuple('created_at', 'predictions.id'), '>', eb.tuple(createdAt, id)),
      );
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('predictions.id')
      .limit(pageSize)
      .execute();
    const page = rows.map(fromRow);
    if (page.length > 0) yield page;
    last = rows.length < pageSize ? undefined : page.at(-1);
  } while (last !== undefined);
}

function predictionQuery(database: Kysely<HistoryTables>): Query {
  return database
    .selectFrom('predictions')
    .innerJoin('class_lists', 'class_lists.id', 'predictions.class_list_id')
    .selectAll('predictions')
    .select('class_lists.names');
}
