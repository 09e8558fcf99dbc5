import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Kysely, Migrator } from 'kysely';
import SqliteFile from 'libsql';
import type { HistoryTables } from './history-tables';
import { migrationProvider } from './migrations/migration-provider';
import { SharedSqliteDialect } from './sqlite-dialect';
import { StatementCache } from './statement-cache';
import { BUSY_TIMEOUT_MS, untilNotBusy } from './until-not-busy';

/** The history database cannot be opened or brought up to date. */
export class HistoryDatabaseError extends Error {
  override readonly name = 'HistoryDatabaseError';
}

/** Other instances may be migrating at the same moment: half a minute of waiting, at the most. */
const OPENING_TRIES = 400;

/** The file in the persistence folder that holds all history. */
export function historyFile(directory: string): string {
  return path.join(directory, 'history.sqlite');
}

/**
 * Opens `<directory>/history.sqlite` and migrates it to this program's schema.
 *
 * @throws {HistoryDatabaseError} with the file and the reason in its message.
 */
export async function openHistoryDatabase(directory: string): Promise<Kysely<HistoryTables>> {
  const name = historyFile(directory);
  try {
    mkdirSync(directory, { recursive: true });
    return await untilNotBusy(OPENING_TRIES, () => openAndMigrate(name));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HistoryDatabaseError(`The history ${name} cannot be opened: ${reason}`, { cause });
  }
}

async function openAndMigrate(name: string): Promise<Kysely<HistoryTables>> {
  const file = new SqliteFile(name);
  try {
    file.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}; pragma foreign_keys = on`);
    // WAL: readers and the writer do not wait for each other. NORMAL: a commit survives the death of
    // the process, and no commit waits for the disk; only loss of power can cost the last ones.
    file.exec('pragma journal_mode = wal; pragma synchronous = normal');
    const dialect = new SharedSqliteDialect(new StatementCache(file));
    const database = new Kysely<HistoryTables>({ dialect });
    await migrate(database);
    return database;
  } catch (error) {
    file.close();
    throw error;
  }
}

async function migrate(database: Kysely<HistoryTables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('the migration failed', { cause: error });
}
