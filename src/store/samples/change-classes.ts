import { sql, type Kysely, type Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { keepLearnable } from './keep-learnable';
import { hasTooManyLabels, isInUse, isOfCifar10 } from './label-limit';
import { ensureLabel, findLabel } from './labels';
import type { Label } from './sample';

/** What became of a class that was to have another name. */
export type RenamedClass =
  /** `label` as the store spells it; `samples` that have it now for the first time. */
  | { readonly outcome: 'renamed' | 'merged'; readonly label: string; readonly samples: number }
  /** There is such a class, and nobody said that the two are to become one. */
  | { readonly outcome: 'exists'; readonly label: string }
  /** There is no sample of the class. */
  | { readonly outcome: 'missing' }
  /** There would be more classes than a version can have. */
  | { readonly outcome: 'refused' };

export interface ClassRenaming {
  readonly fromKey: string;
  readonly to: Label;
  /** Whether it may become one with a class that is there. */
  readonly merges: boolean;
  readonly at: number;
}

/** Undoes a transaction after which there would be too many labels. */
class TooManyLabels extends Error {}

/**
 * Gives all samples of a class, those of the test set too, another label, in one transaction; what
 * people said of predictions goes with them. The label is retired, unless it is one of CIFAR-10's; what
 * versions made before still call so is of the new class.
 */
export async function renameClass(
  database: Kysely<HistoryTables>,
  renaming: ClassRenaming,
): Promise<RenamedClass> {
  try {
    return await database.transaction().execute((transaction) => rename(transaction, renaming));
  } catch (error) {
    if (error instanceof TooManyLabels) return { outcome: 'refused' };
    throw error;
  }
}

async function rename(
  transaction: Transaction<HistoryTables>,
  { fromKey, to, merges, at }: ClassRenaming,
): Promise<RenamedClass> {
  const samples = await countOf(transaction, fromKey);
  if (samples === 0) return { outcome: 'missing' };
  if (to.key === fromKey) return respell(transaction, to, samples, at);
  const isThere = await isInUse(transaction, to.key);
  if (isThere && !merges) {
    const { name } = (await findLabel(transaction, to.key)) ?? to;
    return { outcome: 'exists', label: name };
  }
  const { key, name } = await ensureLabel(transaction, to, at);
  await recordAll(transaction, fromKey, key, at);
  await transaction
    .updateTable('samples')
    .set({ label_key: key, updated_at: at })
    .where('label_key', '=', fromKey)
    .execute();
  await transaction
    .updateTable('predictions')
    .set({ feedback_label_key: key })
    .where('feedback', 'is not', null) // which the index of those with feedback needs
    .where('feedback_label_key', '=', fromKey)
    .execute();
  await retireLabel(transaction, fromKey);
  await transaction
    .updateTable('labels')
    .set({ renamed_to: key })
    .where('key', '=', fromKey)
    .execute();
  if (await hasTooManyLabels(transaction)) throw new TooManyLabels();
  await keepLearnable(transaction, [key]);
  return { outcome: isThere ? 'merged' : 'renamed', label: name, samples };
}

/** The names of CIFAR-10's classes are part of the API, and stay. */
async function respell(
  transaction: Transaction<HistoryTables>,
  { key, name }: Label,
  samples: number,
  at: number,
): Promise<RenamedClass> {
  const known = await findLabel(transaction, key);
  if (known === undefined || known.name === name || isOfCifar10(key)) {
    return { outcome: 'renamed', label: known?.name ?? name, samples: 0 };
  }
  await transaction.updateTable('labels').set({ name }).where('key', '=', key).execute();
  await transaction
    .updateTable('samples')
    .set({ updated_at: at })
    .where('label_key', '=', key)
    .execute();
  await recordAll(transaction, key, key, at);
  return { outcome: 'renamed', label: name, samples };
}

/**
 * Takes a label that no sample has any more out of all lists. Histories go on naming it, and it is a
 * new label when it is given again.
 */
export async function retireLabel(database: Kysely<HistoryTables>, key: string): Promise<void> {
  if (isOfCifar10(key)) return;
  await database
    .updateTable('labels')
    .set({ retired: 1 })
    .where('key', '=', key)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('samples').select('samples.id').where('label_key', '=', key))),
    )
    .execute();
}

/** Some of the samples of a class, those of the test set too. */
export async function idsOfClass(
  database: Kysely<HistoryTables>,
  labelKey: string,
  limit: number,
): Promise<string[]> {
  const rows = await database
    .selectFrom('samples')
    .select('id')
    .where('label_key', '=', labelKey)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

async function countOf(database: Kysely<HistoryTables>, labelKey: string): Promise<number> {
  const { samples } = await database
    .selectFrom('samples')
    .select(({ fn }) => fn.countAll<number | string>().as('samples'))
    .where('label_key', '=', labelKey)
    .executeTakeFirstOrThrow();
  return Number(samples);
}

/** A line in the history of each sample of a class. */
async function recordAll(
  transaction: Transaction<HistoryTables>,
  fromKey: string,
  toKey: string,
  at: number,
): Promise<void> {
  await sql`insert into sample_changes
      (sample_id, changed_at, kind, source, from_label_key, to_label_key)
    select id, ${at}, 'relabelled', 'edit', ${fromKey}, ${toKey}
    from samples where label_key = ${fromKey} order by id`.execute(transaction);
}
