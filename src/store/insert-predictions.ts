import type { Kysely, Transaction } from 'kysely';
import { addToActivity } from './activity';
import { addToTotals } from './class-totals';
import type { ClassListTable, HistoryTables, PredictionTable } from './history-tables';
import type { Prediction } from './prediction';
import { toRow } from './prediction-row';

/** Rows of one INSERT: 11 values each, far below SQLite's 32,766 parameters a statement. */
const ROWS_PER_INSERT = 100;

/**
 * Writes predictions and their totals in one transaction. One whose id is already there is left
 * as it is.
 *
 * @returns how many were new
 */
export async function insertPredictions(
  database: Kysely<HistoryTables>,
  predictions: readonly Prediction[],
): Promise<number> {
  if (predictions.length === 0) return 0;
  const rows = predictions.map(toRow);
  return database.transaction().execute(async (transaction) => {
    await insertClassLists(
      transaction,
      new Map(rows.map((row) => [row.classList.id, row.classList])),
    );
    const added: PredictionTable[] = [];
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
      const chunk = rows.slice(start, start + ROWS_PER_INSERT).map(({ row }) => row);
      added.push(...(await insertRows(transaction, chunk)));
    }
    await addToTotals(transaction, added);
    await addToActivity(transaction, added);
    return added.length;
  });
}

async function insertClassLists(
  transaction: Transaction<HistoryTables>,
  lists: ReadonlyMap<string, ClassListTable>,
): Promise<void> {
  for (const list of lists.values()) {
    await transaction
      .insertInto('class_lists')
      .values(list)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

/** @returns the rows that were not there before, each once */
async function insertRows(
  transaction: Transaction<HistoryTables>,
  rows: readonly PredictionTable[],
): Promise<PredictionTable[]> {
  const inserted = await transaction
    .insertInto('predictions')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (inserted.length === rows.length) return [...rows];
  const byId = new Map(rows.toReversed().map((row) => [row.id, row])); // the first of equal ids wins
  return inserted.map(({ id }) => byId.get(id)!);
}
