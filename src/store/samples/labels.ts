import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import type { Label } from './sample';

/** Makes sure that there is such a label. @returns it as it was spelled first */
export async function ensureLabel(
  transaction: Transaction<HistoryTables>,
  { key, name }: Label,
  at: number,
): Promise<Label> {
  const known = await transaction
    .selectFrom('labels')
    .select(['key', 'name', 'retired'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (known?.retired === 0) return { key, name: known.name };
  if (known === undefined) {
    await transaction.insertInto('labels').values({ key, name, created_at: at }).execute();
  } else {
    // It begins anew, and is spelled as it is now.
    await transaction
      .updateTable('labels')
      .set({ name, retired: 0 })
      .where('key', '=', key)
      .execute();
  }
  return { key, name };
}

export async function findLabel(
  database: Kysely<HistoryTables>,
  key: string,
): Promise<Label | undefined> {
  return database
    .selectFrom('labels')
    .select(['key', 'name'])
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Every label that is not retired, in order of its key. */
export async function readLabels(database: Kysely<HistoryTables>): Promise<Label[]> {
  return database
    .selectFrom('labels')
    .select(['key', 'name'])
    .where('retired', '=', 0)
    .orderBy('key')
    .execute();
}
