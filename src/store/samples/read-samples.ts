import { sql, type Kysely } from 'kysely';
import { decodeCursor, encodeCursor } from '../cursor';
import type { HistoryTables } from '../history-tables';
import {
  SPLITS,
  type Sample,
  type SampleCount,
  type SampleFilter,
  type SamplePage,
  type SampleSource,
  type Split,
} from './sample';
import { fromSampleRow, SAMPLE_COLUMNS, splitOf } from './sample-row';

/** Written out in queries: an index of few rows is found by the value itself. */
const TEST = sql.lit(SPLITS.indexOf('test'));
/** Far below SQLite's 32,766 parameters. */
const IDS_PER_STATEMENT = 500;

export async function findSample(
  database: Kysely<HistoryTables>,
  id: string,
): Promise<Sample | undefined> {
  const row = await sampleQuery(database).where('samples.id', '=', id).executeTakeFirst();
  return row && fromSampleRow(row);
}

/** @param hash SHA-256 of a file, hexadecimal */
export async function findSampleOfFile(
  database: Kysely<HistoryTables>,
  hash: string,
): Promise<Sample | undefined> {
  const row = await sampleQuery(database).where('samples.file_hash', '=', hash).executeTakeFirst();
  return row && fromSampleRow(row);
}

/** Which of these files are samples; they are named by their SHA-256. */
export async function storedFiles(
  database: Kysely<HistoryTables>,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (let start = 0; start < hashes.length; start += IDS_PER_STATEMENT) {
    const rows = await database
      .selectFrom('samples')
      .select('file_hash')
      .where('file_hash', 'in', hashes.slice(start, start + IDS_PER_STATEMENT))
      .execute();
    for (const { file_hash: hash } of rows) if (hash !== null) stored.add(hash);
  }
  return stored;
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
  { labelKey, source, split }: SampleFilter,
  limit: number,
  cursor?: string,
): Promise<SamplePage> {
  let query =
    split === undefined
      ? sampleQuery(database).where('samples.split', '<', TEST)
      : sampleQuery(database).where('samples.split', '=', sql.lit(SPLITS.indexOf(split)));
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
    .select(['samples.label_key', 'labels.name as label', 'samples.source', 'samples.split'])
    .select(sql<number | string>`count(*)`.as('samples'))
    .groupBy(['samples.label_key', 'labels.name', 'samples.source', 'samples.split'])
    .orderBy('samples.label_key')
    .execute();
  const changed = since === 0 ? undefined : await countChanged(database, since);
  return rows.map((row) => ({
    label: row.label,
    source: row.source as SampleSource,
    split: splitOf(row),
    samples: Number(row.samples),
    changed: changed === undefined ? Number(row.samples) : (changed.get(groupOf(row)) ?? 0),
  }));
}

interface SampleGroup {
  readonly label_key: string;
  readonly source: string;
  readonly split: number;
}

/** Samples that are there and were changed after a change, by their group. */
async function countChanged(
  database: Kysely<HistoryTables>,
  since: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('sample_changes')
    .innerJoin('samples', 'samples.id', 'sample_changes.sample_id')
    .select(['samples.label_key', 'samples.source', 'samples.split'])
    .select(sql<number | string>`count(distinct samples.id)`.as('changed'))
    .where('sample_changes.seq', '>', since)
    .groupBy(['samples.label_key', 'samples.source', 'samples.split'])
    .execute();
  return new Map(rows.map((row) => [groupOf(row), Number(row.changed)]));
}

function groupOf({ label_key, source, split }: SampleGroup): string {
  return JSON.stringify([label_key, source, split]);
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
  readonly split: Split;
  /** of its file */
  readonly format: string;
}

/** All samples in order of their ids, some hundred at a time. */
export async function* scanSamples(
  database: Kysely<HistoryTables>,
  pageSize = 500,
): AsyncGenerator<ScannedSample[]> {
  let after = '';
  for (;;) {
    const rows = await database
      .selectFrom('samples')
      .innerJoin('labels', 'labels.key', 'samples.label_key')
      .select(['samples.id', 'labels.name as label', 'samples.split', 'samples.format'])
      .where('samples.id', '>', after)
      .orderBy('samples.id')
      .limit(pageSize)
      .execute();
    if (rows.length === 0) return;
    yield rows.map((row) => ({
      id: row.id,
      label: row.label,
      split: splitOf(row),
      format: row.format,
    }));
    after = rows.at(-1)!.id;
  }
}
