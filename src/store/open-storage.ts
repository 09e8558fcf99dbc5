import { isLocked, StorageError } from './storage-error';
import type { StoreTables } from './store-tables';
import { ACCESS, type Access } from './threads/access';
import { StorageThread } from './threads/storage-thread';

/** The database of a process that serves requests: none of its work is done on the event loop. */
export interface Storage extends StoreTables {
  /**
   * Tries whether the database takes changes: gets its write lock and, after a change failed, writes
   * as well. The failure of the last change counts for ten seconds.
   *
   * @throws {StorageError} with the reason when it does not
   */
  check(): Promise<void>;
  /** Carries out what was asked, and closes; one complete file is left. */
  close(): Promise<void>;
}

/** A lock that is held for longer keeps clients waiting. */
const CHECK_ACCESS: Access = { thread: 'writer', lockWaitMs: 2000 };
/** Changes that fail are tried again more often than this, so a failure that is older is over. */
const FAILURE_COUNTS_MS = 10_000;

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
  let failure: { readonly error: StorageError; readonly atMs: number } | undefined;
  const tables = Object.fromEntries(
    Object.entries(ACCESS).map(([table, methods]) => [
      table,
      remote(table as keyof StoreTables, methods),
    ]),
  ) as unknown as StoreTables;
  return {
    ...tables,
    async check() {
      // A page that is written says little of larger changes: the last change says more.
      await writer.call('connection', 'check', [{ writes: failure !== undefined }], CHECK_ACCESS);
      if (failure === undefined) return;
      if (performance.now() - failure.atMs < FAILURE_COUNTS_MS) throw failure.error;
      failure = undefined;
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
        access.thread === 'reader'
          ? (...parameters: unknown[]) => reader.call(table, method, parameters, access)
          : async (...parameters: unknown[]) => change(table, method, parameters, access),
      ]),
    );
  }

  async function change(
    table: keyof StoreTables,
    method: string,
    parameters: readonly unknown[],
    access: Access,
  ): Promise<unknown> {
    try {
      const value = await writer.call(table, method, parameters, access);
      failure = undefined;
      return value;
    } catch (error) {
      // A lock is waited for again by whoever checks; every other problem stays for a while.
      if (error instanceof StorageError && !isLocked(error)) {
        failure = { error, atMs: performance.now() };
      }
      throw error;
    }
  }
}
