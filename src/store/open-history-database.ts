import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Kysely, Migrator } from 'kysely';
import type { HistoryTables } from './history-tables';
import { migrationProvider } from './migrations/migration-provider';
import type { LockWait } from './sqlite/lock-wait';
import { SharedSqliteDialect } from './sqlite/shared-dialect';
import { SqliteFile } from './sqlite/sqlite-file';
import { toStorageError } from './sqlite/sqlite-problem';

/** The history database cannot be opened or brought up to date. */
export class HistoryDatabaseError extends Error {
  override readonly name = 'HistoryDatabaseError';
}

/** Other instances may be migrating at the same moment. */
const OPENING_WAIT_MS = 30_000;
/** A write waits so long for another process unless its caller says otherwise. */
export const LOCK_WAIT_MS = 10_000;

/** The file in the persistence folder that holds all history. */
export function historyFile(directory: string): string {
  return path.join(directory, 'history.sqlite');
}

/**
 * Opens `<directory>/history.sqlite` and migrates it to this program's schema. Its queries block
 * the thread that runs them: a process that serves requests uses {@link openStorage} instead.
 *
 * @param lockWait how long writes wait for other processes; may be changed while it is in use
 * @throws {HistoryDatabaseError} with the file and the reason in its message
 */
export async function openHistoryDatabase(
  directory: string,
  lockWait: LockWait = { waitMs: LOCK_WAIT_MS },
): Promise<Kysely<HistoryTables>> {
  return opened(directory, async (name) => {
    mkdirSync(directory, { recursive: true });
    const file = new SqliteFile(name);
    try {
      const dialect = new SharedSqliteDialect(file, { waitMs: OPENING_WAIT_MS });
      await migrate(new Kysely<MigrationTables>({ dialect }));
    } catch (error) {
      file.close();
      throw error;
    }
    return new Kysely<HistoryTables>({ dialect: new SharedSqliteDialect(file, lockWait) });
  });
}

/**
 * Opens a history that is there and up to date, for reading only.
 *
 * @throws {HistoryDatabaseError} with the file and the reason in its message
 */
export async function openHistoryForReading(directory: string): Promise<Kysely<HistoryTables>> {
  return opened(directory, (name) => {
    const dialect = new SharedSqliteDialect(new SqliteFile(name, { isReadOnly: true }), {
      waitMs: LOCK_WAIT_MS,
    });
    return Promise.resolve(new Kysely<HistoryTables>({ dialect }));
  });
}

async function opened<Result>(
  directory: string,
  open: (name: string) => Promise<Result>,
): Promise<Result> {
  const name = historyFile(directory);
  try {
    return await open(name);
  } catch (error) {
    const cause = toStorageError(error);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HistoryDatabaseError(`The history ${name} cannot be opened: ${reason}`, { cause });
  }
}

/** What Kysely's migrator keeps of the migrations that ran. */
interface MigrationTables extends HistoryTables {
  readonly kysely_migration: { readonly name: string };
}

/** Migrates where it is needed; a history that is up to date may be locked or read-only. */
async function migrate(database: Kysely<MigrationTables>): Promise<void> {
  if (await isUpToDate(database)) return;
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('the migration failed', { cause: error });
}

async function isUpToDate(database: Kysely<MigrationTables>): Promise<boolean> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return false;
  const ran = await database.selectFrom('kysely_migration').select('name').execute();
  const names = new Set(ran.map(({ name }) => name));
  const known = Object.keys(await migrationProvider.getMigrations());
  return names.size === known.length && known.every((name) => names.has(name));
}
