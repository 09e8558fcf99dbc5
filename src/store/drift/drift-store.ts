import type { Kysely, Selectable, Transaction } from 'kysely';
import { blobBytes } from '../blob-bytes';
import type { DriftWindowTable, HistoryTables } from '../history-tables';
import type {
  DriftStore,
  DriftVersion,
  DriftWindow,
  NewDriftSums,
  StrangePicture,
  WindowRules,
} from './drift-window';

/** Pictures of a window that are remembered for being strange. */
export const STRANGEST = 12;
const MOST_JUDGED = 10_000;

/** The windows in a database that is open, and closed by others. */
export function driftStore(database: Kysely<HistoryTables>): DriftStore {
  return {
    // The transaction holds the write lock, so that instances add to one window.
    add: (sums, rules) =>
      database.transaction().execute((transaction) => addTo(transaction, sums, rules)),
    async windows(version, limit) {
      return (await windowsOf(database, version).limit(limit).execute()).map(fromRow);
    },
    async judged(modelVersion, since) {
      const rows = await database
        .selectFrom('predictions')
        .select(['created_at', 'feedback'])
        .where('feedback', 'is not', null)
        .where('model_version', '=', modelVersion)
        .where('created_at', '>=', since)
        .orderBy('created_at', 'desc')
        .limit(MOST_JUDGED)
        .execute();
      return rows.map(({ created_at, feedback }) => ({
        at: Number(created_at),
        isRight: feedback === 'correct',
      }));
    },
  };
}

/** The strangest of two lists, the strangest first. */
export function strangestOf(
  some: readonly StrangePicture[],
  others: readonly StrangePicture[],
): StrangePicture[] {
  return [...some, ...others].sort((a, b) => b.strangeness - a.strangeness).slice(0, STRANGEST);
}

async function addTo(
  transaction: Transaction<HistoryTables>,
  added: NewDriftSums,
  rules: WindowRules,
): Promise<number[]> {
  const { version } = added;
  const closed: number[] = [];
  const newest = await windowsOf(transaction, version).limit(1).executeTakeFirst();
  let open = newest?.is_closed === 0 ? fromRow(newest) : undefined;
  if (open !== undefined && isOver(open, added, rules)) {
    await change(transaction, open.id, { is_closed: 1 });
    closed.push(open.id);
    open = undefined;
  }
  const whole = open === undefined ? added : joined(open, added);
  const isFull = whole.sums[0]! >= rules.pictures;
  const row = {
    first_at: whole.firstAt,
    last_at: whole.lastAt,
    is_closed: isFull ? 1 : 0,
    pictures: whole.sums[0]!,
    sums: new Uint8Array(whole.sums.slice().buffer),
    strangest: JSON.stringify(whole.strangest),
  };
  if (open !== undefined) await change(transaction, open.id, row);
  const { id } =
    open ??
    (await transaction
      .insertInto('drift_windows')
      .values({ model_version: version.name, identity: version.identity, ...row })
      .returning('id')
      .executeTakeFirstOrThrow());
  if (isFull) closed.push(id);
  if (closed.length > 0) await forgetOld(transaction, version, rules.kept);
  return closed;
}

/** Sums of another length are another release's, and cannot be added to. */
function isOver(open: DriftWindow, added: NewDriftSums, { maxAgeMs }: WindowRules): boolean {
  return added.lastAt - open.firstAt >= maxAgeMs || open.sums.length !== added.sums.length;
}

function joined(open: DriftWindow, added: NewDriftSums): Omit<NewDriftSums, 'version'> {
  return {
    firstAt: Math.min(open.firstAt, added.firstAt),
    lastAt: Math.max(open.lastAt, added.lastAt),
    sums: open.sums.map((value, i) => value + added.sums[i]!),
    strangest: strangestOf(open.strangest, added.strangest),
  };
}

async function change(
  transaction: Transaction<HistoryTables>,
  id: number,
  row: Partial<Omit<DriftWindowTable, 'id' | 'sums'>> & { readonly sums?: Uint8Array },
): Promise<void> {
  await transaction.updateTable('drift_windows').set(row).where('id', '=', id).execute();
}

async function forgetOld(
  transaction: Transaction<HistoryTables>,
  version: DriftVersion,
  kept: number,
): Promise<void> {
  const oldest = await windowsOf(transaction, version).offset(kept).limit(1).executeTakeFirst();
  if (oldest === undefined) return;
  await transaction
    .deleteFrom('drift_windows')
    .where('model_version', '=', version.name)
    .where('identity', '=', version.identity)
    .where('id', '<=', oldest.id)
    .execute();
}

// Its type is what the conditions make it; written out it would say the same twice.
function windowsOf(database: Kysely<HistoryTables>, { name, identity }: DriftVersion) {
  return database
    .selectFrom('drift_windows')
    .selectAll()
    .where('model_version', '=', name)
    .where('identity', '=', identity)
    .orderBy('id', 'desc');
}

function fromRow(row: Selectable<DriftWindowTable>): DriftWindow {
  const bytes = blobBytes(row.sums).slice();
  return {
    id: row.id,
    firstAt: Number(row.first_at),
    lastAt: Number(row.last_at),
    isClosed: row.is_closed === 1,
    sums: new Float64Array(bytes.buffer),
    strangest: JSON.parse(row.strangest) as StrangePicture[],
  };
}
