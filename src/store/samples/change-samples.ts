import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { keepLearnable } from './keep-learnable';
import { hasTooManyLabels, isInUse } from './label-limit';
import { ensureLabel } from './labels';
import { recordChanges } from './sample-changes';
import { SPLITS, type ChangedSamples, type Label, type RelabelledSamples } from './sample';

/** Ids of one statement, far below SQLite's 32,766 parameters. */
const IDS_PER_STATEMENT = 500;

const LEARNS = SPLITS.indexOf('train');
const TEST = SPLITS.indexOf('test');

interface Found {
  readonly id: string;
  readonly format: string;
  readonly label_key: string;
  readonly split: number;
}

/** Undoes a transaction after which there would be too many labels. */
class TooManyLabels extends Error {}

/** Gives samples another label, all of them in one transaction. Ids that are not there are told. */
export async function relabelSamples(
  database: Kysely<HistoryTables>,
  ids: readonly string[],
  label: Label,
  at: number,
): Promise<RelabelledSamples> {
  try {
    return { ...(await relabelAll(database, ids, label, at)), isRefused: false };
  } catch (error) {
    if (!(error instanceof TooManyLabels)) throw error;
    return { changed: [], unchanged: [], missing: [], isRefused: true };
  }
}

function relabelAll(
  database: Kysely<HistoryTables>,
  ids: readonly string[],
  label: Label,
  at: number,
): Promise<ChangedSamples> {
  return database.transaction().execute(async (transaction) => {
    const found = await findAll(transaction, ids);
    if (found.size === 0) return outcome(ids, found, () => true);
    const isNew = !(await isInUse(transaction, label.key));
    const { key } = await ensureLabel(transaction, label, at);
    const differs = (sample: Found): boolean => sample.label_key !== key;
    for (const chunk of chunks([...found.values()].filter(differs))) {
      await transaction
        .updateTable('samples')
        .set({ label_key: key, updated_at: at })
        .where('id', 'in', idsOf(chunk))
        .execute();
      const changes = chunk.map(({ id, label_key }) => ({ id, fromKey: label_key, toKey: key }));
      await recordChanges(transaction, { kind: 'relabelled', source: 'edit', at }, changes);
    }
    const others = [...found.values()].filter(differs);
    // Afterwards, since the label before may be gone now.
    if (isNew && (await hasTooManyLabels(transaction))) throw new TooManyLabels();
    await keepLearnable(transaction, [key, ...others.map(({ label_key }) => label_key)]);
    return outcome(ids, found, differs);
  });
}

/**
 * Gives samples of the test set to training, all of them in one transaction. The other way is not offered
 * here: what a version has learned from cannot judge it.
 */
export async function moveToTraining(
  database: Kysely<HistoryTables>,
  ids: readonly string[],
  at: number,
): Promise<ChangedSamples> {
  return database.transaction().execute(async (transaction) => {
    const found = await findAll(transaction, ids);
    const isTest = ({ split }: Found): boolean => split === TEST;
    for (const chunk of chunks([...found.values()].filter(isTest))) {
      await transaction
        .updateTable('samples')
        .set({ split: LEARNS, updated_at: at })
        .where('id', 'in', idsOf(chunk))
        .execute();
      const changes = chunk.map(({ id, label_key: key }) => ({ id, fromKey: key, toKey: key }));
      await recordChanges(transaction, { kind: 'moved', source: 'edit', at }, changes);
    }
    return outcome(ids, found, isTest);
  });
}

/** Deletes samples, all of them in one transaction; their history stays. */
export async function deleteSamples(
  database: Kysely<HistoryTables>,
  ids: readonly string[],
  at: number,
): Promise<ChangedSamples> {
  return database.transaction().execute(async (transaction) => {
    const found = await findAll(transaction, ids);
    for (const chunk of chunks([...found.values()])) {
      await transaction.deleteFrom('samples').where('id', 'in', idsOf(chunk)).execute();
      await transaction
        .deleteFrom('samples_to_take_over')
        .where('sample_id', 'in', idsOf(chunk))
        .execute();
      const changes = chunk.map(({ id, label_key }) => ({ id, fromKey: label_key, toKey: null }));
      await recordChanges(transaction, { kind: 'deleted', source: 'edit', at }, changes);
    }
    await keepLearnable(
      transaction,
      [...found.values()].map(({ label_key }) => label_key),
    );
    return outcome(ids, found, () => true);
  });
}

async function findAll(
  transaction: Transaction<HistoryTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const chunk of chunks([...new Set(ids)])) {
    const rows = await transaction
      .selectFrom('samples')
      .select(['id', 'format', 'label_key', 'split'])
      .where('id', 'in', chunk)
      .execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

function outcome(
  ids: readonly string[],
  found: ReadonlyMap<string, Found>,
  isChanged: (sample: Found) => boolean,
): ChangedSamples {
  const wanted = [...new Set(ids)];
  const samples = wanted.flatMap((id) => found.get(id) ?? []);
  return {
    changed: samples.filter(isChanged).map(({ id, format }) => ({ id, format })),
    unchanged: idsOf(samples.filter((sample) => !isChanged(sample))),
    missing: wanted.filter((id) => !found.has(id)),
  };
}

function idsOf(samples: readonly Found[]): string[] {
  return samples.map(({ id }) => id);
}

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += IDS_PER_STATEMENT) {
    yield items.slice(start, start + IDS_PER_STATEMENT);
  }
}
