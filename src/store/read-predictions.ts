import { expressionBuilder, sql, type Expression, type Kysely, type SqlBool } from 'kysely';
import { decodeCursor, decodeUncertainCursor, encodeCursor, encodeUncertainCursor } from './cursor';
import type { HistoryTables } from './history-tables';
import type { Prediction, PredictionFilter, PredictionLook, PredictionPage } from './prediction';
import { fromRow, placeOf } from './prediction-row';

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
 * Looks at history, newest first, for what fits a filter; predictions of the same millisecond come
 * by their ids. It looks at so many predictions at the most, so that no filter takes long: there may
 * be more although the page is not full.
 *
 * @throws {InvalidCursorError} for a cursor that no page gave
 */
export async function lookAtPredictions(
  database: Kysely<HistoryTables>,
  { filter, limit, cursor, most }: PredictionLook,
): Promise<PredictionPage> {
  const { indexed, others } = conditionsOf(filter);
  const isBounded = others.length > 0;
  let looked = database.selectFrom('predictions').where((eb) => eb.and(indexed));
  if (cursor !== undefined) {
    const { createdAt, id } = decodeCursor(cursor);
    looked = looked.where((eb) =>
      eb(eb.refTuple('predictions.created_at', 'predictions.id'), '<', eb.tuple(createdAt, id)),
    );
  }
  looked = looked.orderBy('predictions.created_at', 'desc').orderBy('predictions.id', 'desc');
  const rows = await database
    .selectFrom(
      looked
        .selectAll('predictions')
        .limit(isBounded ? most : limit + 1) // one more tells whether there is a next page
        .as('predictions'),
    )
    .innerJoin('class_lists', 'class_lists.id', 'predictions.class_list_id')
    .leftJoin('labels', 'labels.key', 'predictions.feedback_label_key')
    .selectAll('predictions')
    .select(['class_lists.names', 'labels.name as feedback_label'])
    .where((eb) => eb.and(others))
    .orderBy('predictions.created_at', 'desc')
    .orderBy('predictions.id', 'desc')
    .limit(limit + 1)
    .execute();
  const predictions = rows.slice(0, limit).map(fromRow);
  if (rows.length > limit) {
    const { id, ...rest } = predictions.at(-1)!;
    return { predictions, nextCursor: encodeCursor({ createdAt: placeOf(rest), id }) };
  }
  if (!isBounded) return { predictions, nextCursor: null };
  const last = await looked
    .select(['predictions.created_at', 'predictions.id'])
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst();
  const nextCursor =
    last === undefined ? null : encodeCursor({ createdAt: Number(last.created_at), id: last.id });
  return { predictions, nextCursor };
}

/**
 * Looks at what is most worth labelling, the least confident first: predictions whose image is kept
 * and is no sample yet, of one image the newest. It looks at so many images at the most.
 *
 * @throws {InvalidCursorError} for a cursor that no page of this order gave
 */
export async function lookAtUncertain(
  database: Kysely<HistoryTables>,
  { filter, limit, cursor, most }: PredictionLook,
): Promise<PredictionPage> {
  let images = unlabelledImages(database);
  let query = uncertainQuery(database, filter);
  if (cursor !== undefined) {
    const { confidence, id } = decodeUncertainCursor(cursor);
    images = images.where(isBeyond('>', confidence, id));
    query = query.where(isBeyond('>', confidence, id));
  }
  const last = await images
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst();
  if (last !== undefined) query = query.where(isBeyond('<=', last.confidence, last.prediction_id));
  const rows = await query.limit(limit + 1).execute();
  const predictions = rows.slice(0, limit).map(fromRow);
  if (rows.length > limit) {
    return { predictions, nextCursor: encodeUncertainCursor(predictions.at(-1)!) };
  }
  const nextCursor =
    last === undefined
      ? null
      : encodeUncertainCursor({ confidence: last.confidence, id: last.prediction_id });
  return { predictions, nextCursor };
}

function isBeyond(comparison: '>' | '<=', confidence: number, id: string): Expression<SqlBool> {
  const eb = expressionBuilder<HistoryTables, 'prediction_images'>();
  return eb(
    eb.refTuple('prediction_images.confidence', 'prediction_images.prediction_id'),
    comparison,
    eb.tuple(confidence, id),
  );
}

/** The images that are worth labelling, in order; an index has just these columns. */
function unlabelledImages(database: Kysely<HistoryTables>) {
  return database
    .selectFrom('prediction_images')
    .select(['prediction_images.prediction_id', 'prediction_images.confidence'])
    .where('prediction_images.is_unlabelled', '=', sql.lit(1))
    .orderBy('prediction_images.confidence')
    .orderBy('prediction_images.prediction_id');
}

/** What is most worth labelling, all of it in order. */
// Its type is what the joins and selections make it; written out it would say the same twice.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function uncertainQuery(database: Kysely<HistoryTables>, filter: PredictionFilter) {
  const { indexed, others } = conditionsOf(filter);
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
    .where((eb) => eb.and([...indexed, ...others]))
    .orderBy('prediction_images.confidence')
    .orderBy('prediction_images.prediction_id');
}

type Condition = Expression<SqlBool>;

/** What a filter asks of a prediction. */
interface Conditions {
  /** Those that one index answers, in the order of time. */
  readonly indexed: readonly Condition[];
  /** Those that each prediction must be looked at for. */
  readonly others: readonly Condition[];
}

function conditionsOf(filter: PredictionFilter): Conditions {
  const { predictedClass, from, to, feedback, modelVersion, minConfidence, maxConfidence } = filter;
  const { uncertain, search } = filter;
  const eb = expressionBuilder<HistoryTables, 'predictions'>();
  const times = [
    ...(from === undefined ? [] : [madeFrom(from)]),
    ...(to === undefined ? [] : [madeBefore(to)]),
    ...(search === undefined ? [] : [amongTheNewest(to)]),
  ];
  // Those with an index of their own, the one that leaves the fewest first.
  const [best = [], ...rest] = [
    feedback === undefined || feedback === 'none'
      ? []
      : [eb('predictions.feedback', '=', feedback)],
    uncertain === true ? [eb('predictions.uncertain', '=', sql.lit(1))] : [],
    predictedClass === undefined ? [] : [eb('predictions.predicted_class', '=', predictedClass)],
    modelVersion === undefined ? [] : [eb('predictions.model_version', '=', modelVersion)],
  ].filter((condition) => condition.length > 0);
  return {
    indexed: [...times, ...best],
    others: [
      ...rest.flat(),
      ...(minConfidence === undefined ? [] : [eb('predictions.confidence', '>=', minConfidence)]),
      ...(maxConfidence === undefined ? [] : [eb('predictions.confidence', '<=', maxConfidence)]),
      ...(uncertain === false ? [eb('predictions.uncertain', '=', sql.lit(0))] : []),
      ...(feedback === 'none' ? [eb('predictions.feedback', 'is', null)] : []),
      ...(search === undefined ? [] : [named(search)]),
    ],
  };
}

/** A place is never before its time, so that the index of places narrows it down. */
function madeFrom(from: number): Condition {
  return sql<SqlBool>`(predictions.created_at >= ${from}
    and coalesce(predictions.clock_at, predictions.created_at) >= ${from})`;
}

/** A place is ahead of its time by no more than the index of those that are ahead says. */
function madeBefore(to: number): Condition {
  return sql<SqlBool>`(predictions.created_at < ${to} + coalesce(
      (select max(ahead.created_at - ahead.clock_at) from predictions as ahead
        where ahead.clock_at is not null), 0)
    and coalesce(predictions.clock_at, predictions.created_at) < ${to})`;
}

function amongTheNewest(to: number | undefined): Condition {
  const before = to === undefined ? sql`` : sql`where newest.created_at < ${to}`;
  return sql<SqlBool>`predictions.created_at >= coalesce(
    (select newest.created_at from predictions as newest ${before}
      order by newest.created_at desc limit 1 offset ${sql.lit(SEARCHED - 1)}),
    0)`;
}

function named(search: string): Condition {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(predictions.file_name like ${pattern} escape '\\' or predictions.id = ${search})`;
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
      const { id } = last;
      const createdAt = placeOf(last);
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
