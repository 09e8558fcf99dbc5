import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { insertPredictions } from '../insert-predictions';
import type { Prediction } from '../prediction';
import { withStorableText } from '../storable';
import { parseHistoryEntry, UnusableEntryError } from './history-entry';
import { jsonArrayItems, type JsonArrayItem } from './json-array-items';

export interface ImportCounts {
  readonly added: number;
  /** They were in the history before, or came twice. */
  readonly known: number;
  readonly unusable: number;
}

export interface UnusableEntry {
  /** In the array; counts from 0. */
  readonly position: number;
  readonly reason: string;
}

export interface ImportOptions {
  readonly onUnusable: (entry: UnusableEntry) => void;
}

/** Each batch is a transaction: an import that is broken off can be repeated as it was. */
const BATCH = 250;

/**
 * Adds the predictions of a history file: a JSON array, or an object that has one under
 * `predictions`. Entries that cannot be used are reported and skipped.
 *
 * @param text the file, in pieces
 * @throws {NotAJsonArrayError} if the text holds no such array
 */
export async function importHistory(
  database: Kysely<HistoryTables>,
  text: AsyncIterable<string>,
  { onUnusable }: ImportOptions,
): Promise<ImportCounts> {
  const counts = { added: 0, known: 0, unusable: 0 };
  let batch: Prediction[] = [];
  const write = async (): Promise<void> => {
    const added = await insertPredictions(database, batch);
    counts.added += added;
    counts.known += batch.length - added;
    batch = [];
  };
  for await (const item of jsonArrayItems(text, 'predictions')) {
    try {
      batch.push(predictionOf(item));
    } catch (error) {
      if (!(error instanceof UnusableEntryError)) throw error;
      counts.unusable += 1;
      onUnusable({ position: item.position, reason: error.message });
    }
    if (batch.length >= BATCH) await write();
  }
  await write();
  return counts;
}

function predictionOf({ text, complete }: JsonArrayItem): Prediction {
  if (!complete) throw new UnusableEntryError('the file ends in the middle of it');
  return withStorableText(parseHistoryEntry(text));
}
