import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Kysely, Migrator } from 'kysely';
import SqliteFile from 'libsql';
import type { HistoryTables } from './history-tables';
import { migrationProvider } from './migrations/migration-provider';
import { SharedSqliteDialect } from './sqlite-dialect';
import { StatementCache } from './statement-cache';

/** The history database cannot be opened or brought up to date. */
export class HistoryDatabaseError extends Error {
  override readonly name = 'HistoryDatabaseError';
}

export interface HistoryDatabaseOptions {
  /** Folder of the database; created where it is missing. */
  readonly directory: string;
  /** Longest a statement waits, blocking, for another process's write; then SQLITE_BUSY. */
  readonly busyTimeoutMs: number;
}

/** Other instances migrating or checkpointing at the same moment: wait for them, once, at the start. */
const OPENING_BUSY_TIMEOUT_MS = 10_000;

/** The file in the persistence folder that holds all history. */
export function historyFile(directory: string): string {
  return path.join(directory, 'history.sqlite');
}

/**
 * Opens `<directory>/history.sqlite` and migrates it to this program's schema.
 *
 * @throws {HistoryDatabaseError} with the file and the reason in its message.
 */
export async function openHistoryDatabase({
  directory,
  busyTimeoutMs,
}: HistoryDatabaseOptions): Promise<Kysely<HistoryTables>> {
  const name = historyFile(directory);
  let file: InstanceType<typeof SqliteFile> | undefined;
  try {
    mkdirSync(directory, { recursive: true });
    file = new SqliteFile(name);
    file.exec(`pragma busy_timeout = ${OPENING_BUSY_TIMEOUT_MS}`);
    // WAL: readers and the writer do not wait for each other. NORMAL: a commit survives the death of
    // the process, and no commit waits for the disk; only loss of power can cost the last ones.
    file.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
    const database = new Kysely<HistoryTables>({
      dialect: new SharedSqliteDialect(new StatementCache(file)),
    });
    await migrate(database);
    file.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
    return database;
  } catch (cause) {
    file?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HistoryDatabaseError(`The history ${name} cannot be opened: ${reason}`, { cause });
  }
}

async function migrate(database: Kysely<HistoryTables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('the migration failed', { cause: error });
}
