import { sql, type Kysely, type Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import type { SampleChange, SampleChanges } from './sample';

/** What happened to one sample. */
interface Change {
  readonly id: string;
  readonly fromKey: string | null;
  readonly toKey: string | null;
}

interface Occasion {
  readonly kind: SampleChange['kind'];
  readonly source: SampleChange['source'];
  readonly at: number;
}

/** Adds lines to the history of samples, in the transaction that changes them. */
export async function recordChanges(
  transaction: Transaction<HistoryTables>,
  { kind, source, at }: Occasion,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ id, fromKey, toKey }) => ({
    sample_id: id,
    changed_at: at,
    kind,
    source,
    from_label_key: fromKey,
    to_label_key: toKey,
  }));
  await transaction.insertInto('sample_changes').values(rows).execute();
}

/** The history of one sample, oldest first. */
export async function changesOf(
  database: Kysely<HistoryTables>,
  id: string,
): Promise<SampleChange[]> {
  const rows = await database
    .selectFrom('sample_changes')
    .leftJoin('labels as from_label', 'from_label.key', 'sample_changes.from_label_key')
    .leftJoin('labels as to_label', 'to_label.key', 'sample_changes.to_label_key')
    .select(['changed_at', 'kind', 'source'])
    .select(['from_label.name as from_name', 'to_label.name as to_name'])
    .where('sample_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    changedAt: Number(row.changed_at),
    kind: row.kind as SampleChange['kind'],
    source: row.source as SampleChange['source'],
    fromLabel: row.from_name,
    toLabel: row.to_name,
  }));
}

/** How many samples were changed after the change of this number. */
export async function countChangesSince(
  database: Kysely<HistoryTables>,
  since: number,
): Promise<SampleChanges> {
  const of = (kind: SampleChange['kind']): ReturnType<typeof sql<number | string>> =>
    sql<number | string>`count(distinct case when kind = ${kind} then sample_id end)`;
  const row = await database
    .selectFrom('sample_changes')
    .select([
      of('added').as('added'),
      of('relabelled').as('relabelled'),
      of('deleted').as('deleted'),
      sql<number | string>`count(distinct sample_id)`.as('samples'),
    ])
    .where('seq', '>', since)
    .executeTakeFirstOrThrow();
  return {
    added: Number(row.added),
    relabelled: Number(row.relabelled),
    deleted: Number(row.deleted),
    samples: Number(row.samples),
  };
}
