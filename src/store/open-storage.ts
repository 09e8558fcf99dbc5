import type { StoreTables } from './store-tables';
import { ACCESS, type Access } from './threads/access';
import type { ConnectionCalls } from './threads/connection-calls';
import { StorageThread } from './threads/storage-thread';

/** The database of a process that serves requests: none of its work is done on the event loop. */
export interface Storage extends StoreTables {
  /**
   * Tries whether the database takes changes.
   *
   * @throws {StorageError} with the reason when it does not
   */
  check: ConnectionCalls['check'];
  /** Carries out what was asked, and closes; one complete file is left. */
  close(): Promise<void>;
}

/** Whether the database takes changes is told as soon as a client would be told. */
const CHECK_ACCESS: Access = { thread: 'writer', lockWaitMs: 2000 };

/**
 * Opens `<directory>/history.sqlite`, migrated to this program's schema, in two threads: one for
 * all changes, in order, and one for reading. A change is seen by every later read.
 *
 * @example
 * const storage = await openStorage(config.PERSISTENCE_DIR);
 * await storage.samples.relabel([id], parseLabel('cat'), Date.now());
 *
 * @throws {HistoryDatabaseError} with the file and the reason in its message
 */
export async function openStorage(directory: string): Promise<Storage> {
  const writer = new StorageThread({ role: 'writer', directory });
  const reader = new StorageThread({ role: 'reader', directory });
  await writer.start(); // it migrates
  await reader.start();
  const threads = { writer, reader };
  const tables = Object.fromEntries(
    Object.entries(ACCESS).map(([table, methods]) => [
      table,
      remote(table as keyof StoreTables, methods),
    ]),
  ) as unknown as StoreTables;
  return {
    ...tables,
    check: async (options) => {
      await writer.call('connection', 'check', [options], CHECK_ACCESS);
    },
    async close() {
      // The last connection to close tidies up, and the reader may change nothing.
      await reader.close();
      await writer.close();
    },
  };

  function remote(
    table: keyof StoreTables,
    methods: Readonly<Record<string, Access>>,
  ): Readonly<Record<string, (...parameters: unknown[]) => Promise<unknown>>> {
    return Object.fromEntries(
      Object.entries(methods).map(([method, access]) => [
        method,
        (...parameters: unknown[]) =>
          threads[access.thread].call(table, method, parameters, access),
      ]),
    );
  }
}
