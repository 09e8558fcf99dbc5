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
    .select(['key', 'name'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (known !== undefined) return known;
  await transaction.insertInto('labels').values({ key, name, created_at: at }).execute();
  return { key, name };
}

/** Every label, in order of its key. */
export async function readLabels(database: Kysely<HistoryTables>): Promise<Label[]> {
  return database.selectFrom('labels').select(['key', 'name']).orderBy('key').execute();
}
