import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { placeAtEnd, type RecordedAt } from '../place-in-order';
import { chooseHeldOut } from './choose-held-out';
import { keepLearnable } from './keep-learnable';
import { hasRoomFor } from './label-limit';
import { ensureLabel } from './labels';
import { recordChanges } from './sample-changes';
import { SPLITS, type NewSample, type PutOutcome, type PutSample } from './sample';
import { firstSplitOf, splitOf, toSampleRow } from './sample-row';

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
  const putting: Putting = {
    at,
    recorded: await placeAtEnd(transaction, 'samples', at),
    added: new Map(),
    touched: new Set(),
  };
  for (const sample of samples) put.push(await putOne(transaction, sample, putting));
  const heldOut = await chooseHeldOut(transaction, putting.added);
  await keepLearnable(transaction, [...putting.touched]);
  return put.map((outcome) =>
    heldOut.has(outcome.id) && outcome.outcome === 'new'
      ? { ...outcome, split: 'held_out' }
      : outcome,
  );
}

interface Putting {
  readonly at: number;
  readonly recorded: RecordedAt;
  /** Is told the ids of those that are new and not of the test set, by the keys of their labels. */
  readonly added: Map<string, string[]>;
  /** Is told the labels that may have lost their last sample to learn from. */
  readonly touched: Set<string>;
}

const TEST = SPLITS.indexOf('test');

async function putOne(
  transaction: Transaction<HistoryTables>,
  sample: NewSample,
  putting: Putting,
): Promise<PutOutcome> {
  if (!(await hasRoomFor(transaction, sample.label.key))) {
    return { id: sample.id, outcome: 'refused', label: sample.label.name };
  }
  const label = await ensureLabel(transaction, sample.label, putting.at);
  const before = await transaction
    .selectFrom('samples')
    .innerJoin('labels', 'labels.key', 'samples.label_key')
    .select(['samples.id', 'samples.split', 'labels.key', 'labels.name'])
    .where((eb) =>
      eb.or([
        eb('samples.file_hash', '=', sample.id),
        eb('samples.id', '=', sample.formerId ?? sample.id),
      ]),
    )
    .executeTakeFirst();
  return before === undefined
    ? insert(transaction, { ...sample, label }, putting)
    : change(transaction, before, { ...sample, label }, putting);
}

async function insert(
  transaction: Transaction<HistoryTables>,
  sample: NewSample,
  { at, recorded, added, touched }: Putting,
): Promise<PutSample> {
  const { id, source, label, restored } = sample;
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
  const changes = [{ id, fromKey: null, toKey: label.key }];
  await recordChanges(transaction, { kind: 'added', source, at }, changes);
  const split = firstSplitOf(sample);
  if (split === 'held_out') touched.add(label.key);
  // What was chosen where it comes from stays as it is.
  if (split === 'train' && restored === undefined) {
    added.set(label.key, [...(added.get(label.key) ?? []), id]);
  }
  return { id, outcome: 'new', split, label: label.name, previousLabel: null };
}

interface Before {
  readonly id: string;
  readonly split: number;
  readonly key: string;
  readonly name: string;
}

/** What is for the test set never leaves it by being uploaded again: no training may see it. */
async function change(
  transaction: Transaction<HistoryTables>,
  before: Before,
  { label: { key, name }, isTest, source }: NewSample,
  { at, touched }: Putting,
): Promise<PutSample> {
  const { id } = before;
  const isMoved = isTest && before.split !== TEST;
  const isRelabelled = before.key !== key;
  const split = isMoved ? 'test' : splitOf(before);
  if (!isMoved && !isRelabelled) {
    return { id, outcome: 'unchanged', split, label: name, previousLabel: null };
  }
  touched.add(before.key).add(key);
  await transaction
    .updateTable('samples')
    .set({ label_key: key, updated_at: at, ...(isMoved && { split: TEST }) })
    .where('id', '=', id)
    .execute();
  const changes = [{ id, fromKey: before.key, toKey: key }];
  const kind = isRelabelled ? 'relabelled' : 'moved';
  await recordChanges(transaction, { kind, source, at }, changes);
  return {
    id,
    outcome: kind,
    split,
    label: name,
    previousLabel: isRelabelled ? before.name : null,
  };
}
