import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { placeAtEnd, type RecordedAt } from '../place-in-order';
import { keepLearnable } from './keep-learnable';
import { hasRoomFor } from './label-limit';
import { ensureLabel } from './labels';
import { recordChanges } from './sample-changes';
import type { NewSample, PutOutcome } from './sample';
import { toSampleRow } from './sample-row';

/** Stores samples in order, in one transaction; see `SampleStore`. */
export async function putSamples(
  database: Kysely<HistoryTables>,
  samples: readonly NewSample[],
  at: number,
): Promise<PutOutcome[]> {
  if (samples.length === 0) return [];
  return database.transaction().execute((transaction) => putInto(transaction, samples, at));
}

/** The same inside a transaction that does more. */
export async function putInto(
  transaction: Transaction<HistoryTables>,
  samples: readonly NewSample[],
  at: number,
): Promise<PutOutcome[]> {
  const put: PutOutcome[] = [];
  const touched = new Set<string>();
  const recorded = await placeAtEnd(transaction, 'samples', at);
  for (const sample of samples) {
    put.push(await putOne(transaction, sample, { at, recorded, touched }));
  }
  if (touched.size > 0) await keepLearnable(transaction, [...touched]);
  return put;
}

interface Putting {
  readonly at: number;
  readonly recorded: RecordedAt;
  /** Is told the labels that may have lost their last sample to learn from. */
  readonly touched: Set<string>;
}

async function putOne(
  transaction: Transaction<HistoryTables>,
  sample: NewSample,
  { at, recorded, touched }: Putting,
): Promise<PutOutcome> {
  const { id, source } = sample;
  if (!(await hasRoomFor(transaction, sample.label.key))) {
    return { id, outcome: 'refused', label: sample.label.name };
  }
  const { key, name } = await ensureLabel(transaction, sample.label, at);
  const before = await transaction
    .selectFrom('samples')
    .innerJoin('labels', 'labels.key', 'samples.label_key')
    .select(['labels.key', 'labels.name'])
    .where('samples.id', '=', id)
    .executeTakeFirst();
  if (before?.key === key) return { id, outcome: 'unchanged', label: name, previousLabel: null };
  const change = { id, fromKey: before?.key ?? null, toKey: key };
  if (before === undefined) {
    if (sample.heldOut) touched.add(key);
    await transaction
      .insertInto('samples')
      .values(toSampleRow(sample, at, recorded))
      .execute();
    await transaction
      .updateTable('prediction_images')
      .set({ is_unlabelled: 0 })
      .where('sample_id', '=', id)
      .where('is_unlabelled', '=', 1)
      .execute();
    await recordChanges(transaction, { kind: 'added', source, at }, [change]);
    return { id, outcome: 'new', label: name, previousLabel: null };
  }
  touched.add(before.key).add(key);
  await transaction
    .updateTable('samples')
    .set({ label_key: key, updated_at: at })
    .where('id', '=', id)
    .execute();
  await recordChanges(transaction, { kind: 'relabelled', source, at }, [change]);
  return { id, outcome: 'relabelled', label: name, previousLabel: before.name };
}
