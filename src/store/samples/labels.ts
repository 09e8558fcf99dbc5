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
    .select(['key', 'name', 'retired', 'renamed_to'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (known?.retired === 0 && known.renamed_to === null) return { key, name: known.name };
  if (known === undefined) {
    await transaction.insertInto('labels').values({ key, name, created_at: at }).execute();
  } else {
    // One that was retired begins anew, and is spelled as it is now.
    const spelled = known.retired === 0 ? known.name : name;
    await transaction
      .updateTable('labels')
      .set({ name: spelled, retired: 0, renamed_to: null })
      .where('key', '=', key)
      .execute();
    return { key, name: spelled };
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

/** A store may have been renamed in circles by another instance. */
const MOST_RENAMINGS = 100;

/**
 * What the class that a version answered with is called now, where it was renamed or merged since.
 *
 * @param label as the version answered
 * @param answered keys of all classes that it could have answered with
 */
export async function followRenames(
  database: Kysely<HistoryTables>,
  label: Label,
  answered: ReadonlySet<string>,
): Promise<Label> {
  let now = label;
  for (let step = 0; step < MOST_RENAMINGS; step++) {
    const found = await database
      .selectFrom('labels as label')
      .innerJoin('labels as next', 'next.key', 'label.renamed_to')
      .select(['label.retired', 'next.key', 'next.name'])
      .where('label.key', '=', now.key)
      .executeTakeFirst();
    if (found === undefined) break;
    // The names of CIFAR-10's classes stay: a version that knows both tells the one from the other.
    if (found.retired === 0 && answered.has(found.key)) break;
    now = { key: found.key, name: found.name };
  }
  return now;
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
