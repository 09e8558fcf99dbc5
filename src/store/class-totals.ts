import { sql, type Kysely, type Transaction } from 'kysely';
import type { ClassTotalsTable, HistoryTables, PredictionTable } from './history-tables';
import type { PredictionStatistics } from './prediction';

/**
 * Adds rows that are being inserted to the totals of their classes, in the same transaction: the
 * statistics then read one row a class, however long the history is.
 */
export async function addToTotals(
  transaction: Transaction<HistoryTables>,
  rows: readonly PredictionTable[],
): Promise<void> {
  for (const totals of totalsOf(rows)) {
    await transaction
      .insertInto('class_totals')
      .values(totals)
      .onConflict((conflict) =>
        conflict.column('predicted_class').doUpdateSet({
          predictions: sql`class_totals.predictions + excluded.predictions`,
          confidence_sum: sql`class_totals.confidence_sum + excluded.confidence_sum`,
          confidence_min: sql`case when excluded.confidence_min < class_totals.confidence_min
            then excluded.confidence_min else class_totals.confidence_min end`,
          confidence_max: sql`case when excluded.confidence_max > class_totals.confidence_max
            then excluded.confidence_max else class_totals.confidence_max end`,
          duration_ms_sum: sql`class_totals.duration_ms_sum + excluded.duration_ms_sum`,
        }),
      )
      .execute();
  }
}

/** Statistics of all history from the totals of its classes. */
export async function readStatistics(
  database: Kysely<HistoryTables>,
): Promise<PredictionStatistics> {
  const classes = await database
    .selectFrom('class_totals')
    .selectAll()
    .orderBy('predicted_class')
    .execute();
  const total = sum(classes.map((row) => Number(row.predictions)));
  const average = (sums: readonly number[]): number | null =>
    total === 0 ? null : sum(sums) / total;
  return {
    total,
    averageConfidence: average(classes.map((row) => row.confidence_sum)),
    minConfidence: total === 0 ? null : Math.min(...classes.map((row) => row.confidence_min)),
    maxConfidence: total === 0 ? null : Math.max(...classes.map((row) => row.confidence_max)),
    averageDurationMs: average(classes.map((row) => row.duration_ms_sum)),
    perClass: Object.fromEntries(
      classes.map((row) => [row.predicted_class, Number(row.predictions)]),
    ),
  };
}

function totalsOf(rows: readonly PredictionTable[]): ClassTotalsTable[] {
  const classes = new Set(rows.map((row) => row.predicted_class));
  return [...classes].map((predicted_class) => {
    const group = rows.filter((row) => row.predicted_class === predicted_class);
    const confidences = group.map((row) => row.confidence);
    return {
      predicted_class,
      predictions: group.length,
      confidence_sum: sum(confidences),
      confidence_min: Math.min(...confidences),
      confidence_max: Math.max(...confidences),
      duration_ms_sum: sum(group.map((row) => row.duration_ms)),
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
