import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from './history-tables';
import { removeImages } from './prediction-images/write-images';

/** Predictions of one transaction: whoever wants to write meanwhile waits some milliseconds. */
const REMOVED_AT_ONCE = 200;

/**
 * When the oldest of the newest so many predictions was made.
 *
 * @returns milliseconds since the epoch; undefined where there are fewer
 */
export async function timeOfNewest(
  database: Kysely<HistoryTables>,
  count: number,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('predictions')
    .select('created_at')
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(count - 1)
    .executeTakeFirst();
  return row && Number(row.created_at);
}

/**
 * Removes some of the oldest predictions made before a time, and their images, in one short
 * transaction. The totals go on counting them: they are what was predicted, not what is kept.
 *
 * @param before milliseconds since the epoch
 * @returns whether there may be more to remove
 */
export async function prunePredictions(
  database: Kysely<HistoryTables>,
  before: number,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const oldest = await transaction
      .selectFrom('predictions')
      .select('id')
      .where('created_at', '<', before)
      .orderBy('created_at')
      .orderBy('id')
      .limit(REMOVED_AT_ONCE)
      .execute();
    if (oldest.length === 0) return false;
    await removePredictions(
      transaction,
      oldest.map(({ id }) => id),
    );
    return oldest.length === REMOVED_AT_ONCE;
  });
}

async function removePredictions(
  transaction: Transaction<HistoryTables>,
  ids: readonly string[],
): Promise<void> {
  await removeImages(transaction, ids);
  await transaction.deleteFrom('predictions').where('id', 'in', ids).execute();
}
