import { sql, type Kysely, type Transaction } from 'kysely';
import type { HistoryTables, PredictionTable } from './history-tables';
import { clockTimeOf } from './place-in-order';

const HOUR_MS = 3_600_000;
/** Bars of the confidence histogram, each 0.05 wide. */
export const CONFIDENCE_BINS = 20;

/** What was predicted when, from totals: the same cost however long the history is. */
export interface Activity {
  /** Since the moment asked for, rounded down to the hour. */
  readonly predictions: number;
  readonly uncertain: number;
  readonly perClass: Readonly<Record<string, number>>;
  /** Over all history: predictions by confidence, [20], from 0 to 1. */
  readonly confidence: readonly number[];
}

/** Adds rows that are being inserted to the totals of their hours and confidences. */
export async function addToActivity(
  transaction: Transaction<HistoryTables>,
  rows: readonly PredictionTable[],
): Promise<void> {
  for (const group of groupsOf(rows, (row) => `${hourOf(row)} ${row.predicted_class}`)) {
    await transaction
      .insertInto('hourly_totals')
      .values({
        hour: hourOf(group[0]!),
        predicted_class: group[0]!.predicted_class,
        predictions: group.length,
        uncertain: group.filter((row) => row.uncertain === 1).length,
      })
      .onConflict((conflict) =>
        conflict.columns(['hour', 'predicted_class']).doUpdateSet({
          predictions: sql`hourly_totals.predictions + excluded.predictions`,
          uncertain: sql`hourly_totals.uncertain + excluded.uncertain`,
        }),
      )
      .execute();
  }
  for (const group of groupsOf(rows, (row) => String(binOf(row.confidence)))) {
    await transaction
      .insertInto('confidence_totals')
      .values({ bin: binOf(group[0]!.confidence), predictions: group.length })
      .onConflict((conflict) =>
        conflict.column('bin').doUpdateSet({
          predictions: sql`confidence_totals.predictions + excluded.predictions`,
        }),
      )
      .execute();
  }
}

/** @param since milliseconds since the epoch */
export async function readActivity(
  database: Kysely<HistoryTables>,
  since: number,
): Promise<Activity> {
  const classes = await database
    .selectFrom('hourly_totals')
    .select(({ fn }) => [
      'predicted_class',
      fn.sum('predictions').as('predictions'),
      fn.sum('uncertain').as('uncertain'),
    ])
    .where('hour', '>=', Math.floor(since / HOUR_MS))
    .groupBy('predicted_class')
    .orderBy('predicted_class')
    .execute();
  const bins = await database.selectFrom('confidence_totals').selectAll().execute();
  const confidence = new Array<number>(CONFIDENCE_BINS).fill(0);
  for (const { bin, predictions } of bins) confidence[bin] = Number(predictions);
  const total = (values: readonly (number | string | bigint)[]): number =>
    values.reduce((sum: number, value) => sum + Number(value), 0);
  return {
    predictions: total(classes.map((row) => row.predictions)),
    uncertain: total(classes.map((row) => row.uncertain)),
    perClass: Object.fromEntries(
      classes.map((row) => [row.predicted_class, Number(row.predictions)]),
    ),
    confidence,
  };
}

function hourOf(row: PredictionTable): number {
  return Math.floor(clockTimeOf(row) / HOUR_MS);
}

function binOf(confidence: number): number {
  return Math.min(CONFIDENCE_BINS - 1, Math.floor(confidence * CONFIDENCE_BINS));
}

function groupsOf<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
