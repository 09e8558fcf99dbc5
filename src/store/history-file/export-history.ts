import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { scanPredictions } from '../read-predictions';
import { formatHistoryEntry } from './history-entry';

export interface ExportOptions {
  /** Called with the predictions written so far. */
  readonly onProgress?: (written: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes all history, oldest first, as a JSON array of one line a prediction. The file appears
 * under its name when it is complete; until then there is `<file>.<pid>.part` beside it.
 *
 * @returns how many predictions were written
 */
export async function exportHistory(
  database: Kysely<HistoryTables>,
  file: string,
  options: ExportOptions = {},
): Promise<number> {
  const part = `${file}.${process.pid}.part`;
  try {
    const written = await writeFile(database, part, options);
    await rename(part, file);
    return written;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeFile(
  database: Kysely<HistoryTables>,
  file: string,
  options: ExportOptions,
): Promise<number> {
  const handle = await open(file, 'w');
  try {
    const written = await writeArray(database, handle, options);
    await handle.sync(); // its later name must not reach the disk before its content
    return written;
  } finally {
    await handle.close();
  }
}

async function writeArray(
  database: Kysely<HistoryTables>,
  handle: FileHandle,
  { onProgress, signal }: ExportOptions,
): Promise<number> {
  let written = 0;
  await handle.appendFile('[');
  for await (const predictions of scanPredictions(database)) {
    signal?.throwIfAborted();
    const lines = predictions.map(formatHistoryEntry).join(',\n');
    await handle.appendFile(`${written === 0 ? '\n' : ',\n'}${lines}`);
    written += predictions.length;
    onProgress?.(written);
  }
  await handle.appendFile('\n]\n');
  return written;
}
