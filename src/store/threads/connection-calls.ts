import { stat } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { historyFile } from '../open-history-database';
import { StorageError } from '../storage-error';

/** What is asked of a connection itself. */
export interface ConnectionCalls {
  /**
   * Tries whether the database takes changes: gets its write lock and, with `writes`, writes a page
   * that changes nothing.
   *
   * @throws {StorageError} when it does not, or the file is not the one that was opened
   */
  check(options: { readonly writes: boolean }): Promise<void>;
  /** Closes the database. */
  close(): Promise<void>;
}

export function connectionCalls(
  database: Kysely<HistoryTables>,
  directory: string,
): ConnectionCalls {
  const name = historyFile(directory);
  const opened = identityOf(name);
  return {
    async check({ writes }) {
      if ((await identityOf(name)) !== (await opened)) {
        throw new StorageError('broken', 'the database file was removed or replaced');
      }
      await database.transaction().execute(async (transaction) => {
        // Setting this number writes the first page, whatever it was before.
        if (writes) await sql`pragma user_version = 0`.execute(transaction);
      });
    },
    close: () => database.destroy(),
  };
}

/** @returns what tells a file from another one of the same name; undefined where there is none */
async function identityOf(name: string): Promise<string | undefined> {
  const found = await stat(name, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}`;
}
