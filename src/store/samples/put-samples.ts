import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { placeAtEnd, type RecordedAt } from '../place-in-order';
import { ensureLabel } from './labels';
import { recordChanges } from './sample-changes';
import type { NewSample, PutSample } from './sample';
import { toSampleRow } from './sample-row';

/** Stores samples in order, in one transaction. */
export async function putSamples(
  database: Kysely<HistoryTables>,
  samples: readonly NewSample[],
  at: number,
): Promise<PutSample[]> {
  if (samples.length === 0) return [];
  return database.transaction().execute((transaction) => putInto(transaction, samples, at));
}

/** The same inside a transaction that does more. */
export async function putInto(
  transaction: Transaction<HistoryTables>,
  samples: readonly NewSample[],
  at: number,
): Promise<PutSample[]> {
  const put: PutSample[] = [];
  const recorded = await placeAtEnd(transaction, 'samples', at);
  for (const sample of samples) put.push(await putOne(transaction, sample, at, recorded));
  return put;
}

async function putOne(
  transaction: Transaction<HistoryTables>,
  sample: NewSample,
  at: number,
  recorded: RecordedAt,
): Promise<PutSample> {
  const { id, source } = sample;
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
  await transaction
    .updateTable('samples')
    .set({ label_key: key, updated_at: at })
    .where('id', '=', id)
    .execute();
  await recordChanges(transaction, { kind: 'relabelled', source, at }, [change]);
  return { id, outcome: 'relabelled', label: name, previousLabel: before.name };
}
