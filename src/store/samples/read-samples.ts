import { sql, type Kysely } from 'kysely';
import { blobBytes } from '../blob-bytes';
import { decodeCursor, encodeCursor } from '../cursor';
import type { HistoryTables } from '../history-tables';
import type { Sample, SampleCount, SampleFilter, SamplePage, SampleSource } from './sample';
import { fromSampleRow, SAMPLE_COLUMNS } from './sample-row';

/** Far below SQLite's 32,766 parameters. */
const IDS_PER_STATEMENT = 500;

export async function findSample(
  database: Kysely<HistoryTables>,
  id: string,
): Promise<Sample | undefined> {
  const row = await sampleQuery(database).where('samples.id', '=', id).executeTakeFirst();
  return row && fromSampleRow(row);
}

/** Which of these ids are samples. */
export async function storedSamples(
  database: Kysely<HistoryTables>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
    const rows = await database
      .selectFrom('samples')
      .select('id')
      .where('id', 'in', ids.slice(start, start + IDS_PER_STATEMENT))
      .execute();
    for (const { id } of rows) stored.add(id);
  }
  return stored;
}

/**
 * A page of samples, newest first.
 *
 * @throws {InvalidCursorError} for a cursor that no page gave
 */
export async function listSamples(
  database: Kysely<HistoryTables>,
  { labelKey, source }: SampleFilter,
  limit: number,
  cursor?: string,
): Promise<SamplePage> {
  let query = sampleQuery(database);
  if (labelKey !== undefined) query = query.where('samples.label_key', '=', labelKey);
  if (source !== undefined) query = query.where('samples.source', '=', source);
  if (cursor !== undefined) {
    const { createdAt, id } = decodeCursor(cursor);
    query = query.where((eb) =>
      eb(eb.refTuple('samples.created_at', 'samples.id'), '<', eb.tuple(createdAt, id)),
    );
  }
  const rows = await query
    .orderBy('samples.created_at', 'desc')
    .orderBy('samples.id', 'desc')
    .limit(limit + 1) // one more tells whether there is a next page
    .execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    samples: page.map(fromSampleRow),
    nextCursor:
      last === undefined ? null : encodeCursor({ createdAt: Number(last.created_at), id: last.id }),
  };
}

/**
 * Samples by label, source and use; read from an index, not from the rows.
 *
 * @param since number of a change of samples
 */
export async function countSamples(
  database: Kysely<HistoryTables>,
  since: number,
): Promise<SampleCount[]> {
  const rows = await database
    .selectFrom('samples')
    .innerJoin('labels', 'labels.key', 'samples.label_key')
    .select(['samples.label_key', 'labels.name as label', 'samples.source', 'samples.held_out'])
    .select(sql<number | string>`count(*)`.as('samples'))
    .groupBy(['samples.label_key', 'labels.name', 'samples.source', 'samples.held_out'])
    .orderBy('samples.label_key')
    .execute();
  const changed = since === 0 ? undefined : await countChanged(database, since);
  return rows.map((row) => ({
    label: row.label,
    source: row.source as SampleSource,
    heldOut: row.held_out === 1,
    samples: Number(row.samples),
    changed: changed === undefined ? Number(row.samples) : (changed.get(groupOf(row)) ?? 0),
  }));
}

interface SampleGroup {
  readonly label_key: string;
  readonly source: string;
  readonly held_out: number;
}

/** Samples that are there and were changed after a change, by their group. */
async function countChanged(
  database: Kysely<HistoryTables>,
  since: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('sample_changes')
    .innerJoin('samples', 'samples.id', 'sample_changes.sample_id')
    .select(['samples.label_key', 'samples.source', 'samples.held_out'])
    .select(sql<number | string>`count(distinct samples.id)`.as('changed'))
    .where('sample_changes.seq', '>', since)
    .groupBy(['samples.label_key', 'samples.source', 'samples.held_out'])
    .execute();
  return new Map(rows.map((row) => [groupOf(row), Number(row.changed)]));
}

function groupOf({ label_key, source, held_out }: SampleGroup): string {
  return JSON.stringify([label_key, source, held_out]);
}

function sampleQuery(database: Kysely<HistoryTables>) {
  return database
    .selectFrom('samples')
    .innerJoin('labels', 'labels.key', 'samples.label_key')
    .select(SAMPLE_COLUMNS.map((column) => `samples.${column}` as const))
    .select('labels.name as label')
    .select((eb) =>
      eb
        .selectFrom('sample_changes')
        .select(({ fn }) => fn.max('sample_changes.seq').as('seq'))
        .whereRef('sample_changes.sample_id', '=', 'samples.id')
        .as('last_change'),
    );
}

/** A sample as training sees it. */
export interface ScannedSample {
  readonly id: string;
  readonly label: string;
  readonly heldOut: boolean;
  /** uint8, [32, 32, 3], RGB */
  readonly pixels: Uint8Array;
}

/** All samples in order of their ids, some hundred in memory at a time. */
export async function* scanSamples(
  database: Kysely<HistoryTables>,
  pageSize = 500,
): AsyncGenerator<ScannedSample[]> {
  let after = '';
  for (;;) {
    const rows = await database
      .selectFrom('samples')
      .innerJoin('labels', 'labels.key', 'samples.label_key')
      .select(['samples.id', 'labels.name as label', 'samples.held_out', 'samples.pixels'])
      .where('samples.id', '>', after)
      .orderBy('samples.id')
      .limit(pageSize)
      .execute();
    if (rows.length === 0) return;
    yield rows.map(({ id, label, held_out, pixels }) => ({
      id,
      label,
      heldOut: held_out === 1,
      pixels: blobBytes(pixels),
    }));
    after = rows.at(-1)!.id;
  }
}
