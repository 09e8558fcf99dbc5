import { sql, type Transaction } from 'kysely';
import type { HistoryTables } from './history-tables';

/** When something was recorded. Both in milliseconds since the epoch. */
export interface RecordedAt {
  /** Its place in the order of its table. The clock's time, unless the clock had been set back. */
  readonly created_at: number;
  /** What the clock said, where that is not the place. */
  readonly clock_at: number | null;
}

/**
 * The place after everything that a table has, for something recorded now.
 *
 * @param at what the clock says
 */
export async function placeAtEnd(
  transaction: Transaction<HistoryTables>,
  table: 'samples' | 'jobs',
  at: number,
): Promise<RecordedAt> {
  const { last } = await transaction
    .selectFrom(table)
    .select(sql<number | string | null>`max(created_at)`.as('last'))
    .executeTakeFirstOrThrow();
  // What is recorded in one millisecond shares its place, and the ids decide.
  return recordedAt(at, last === null || at >= Number(last) ? at : Number(last) + 1);
}

export function recordedAt(at: number, place: number): RecordedAt {
  return { created_at: place, clock_at: place === at ? null : at };
}

/** What the clock said when a row was recorded. */
export function clockTimeOf(row: {
  readonly created_at: number | string;
  readonly clock_at: number | string | null;
}): number {
  return Number(row.clock_at ?? row.created_at);
}
