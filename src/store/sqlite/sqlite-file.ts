import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { toStorageError } from './sqlite-problem';
import { StatementCache } from './statement-cache';

/**
 * How long SQLite itself waits for a lock, in milliseconds. It blocks the thread meanwhile, so it
 * is short; the dialect goes on waiting without blocking.
 */
const BUSY_TIMEOUT_MS = 20;

export interface SqliteFileOptions {
  /** A connection that refuses to change anything. Default: false. */
  readonly isReadOnly?: boolean;
}

interface PreparedStatement {
  readonly hasRows: boolean;
  all(...parameters: SqliteValue[]): unknown[];
  run(...parameters: SqliteValue[]): { readonly changes: number | bigint };
}

type SqliteValue = null | number | bigint | string | Uint8Array;

export interface SqliteResult {
  readonly rows: unknown[];
  /** Rows that were changed; undefined for a statement that gives rows. */
  readonly changes: bigint | undefined;
}

/** A connection to a SQLite file, with the errors of the storage named. */
export class SqliteFile {
  readonly #file: Connection;
  readonly #statements: StatementCache<PreparedStatement>;

  /**
   * Opens a file, or makes it. On a read-only disk, where a log beside the file cannot be made, it is
   * opened as one that nobody changes.
   *
   * @throws {StorageError} when the file cannot be opened, or is no database
   */
  constructor(name: string, options: SqliteFileOptions = {}) {
    this.#file = named(() => {
      try {
        return opened(name, options);
      } catch (error) {
        if (!isOnReadOnlyDisk(name)) throw error;
        return opened(`${pathToFileURL(name).href}?immutable=1`, { isReadOnly: true });
      }
    });
    this.#statements = new StatementCache((sql) => prepare(this.#file, sql));
  }

  get isInTransaction(): boolean {
    return this.#file.isTransaction;
  }

  /** Runs statements that give no rows and take no parameters. @throws {StorageError} */
  execute(sql: string): void {
    named(() => this.#file.exec(sql));
  }

  /** Runs one statement, to its end. @throws {StorageError} */
  query(sql: string, parameters: readonly unknown[]): SqliteResult {
    return named(() => {
      const statement = this.#statements.get(sql);
      const values = parameters.map(bindable);
      if (statement.hasRows) return { rows: statement.all(...values), changes: undefined };
      return { rows: [], changes: BigInt(statement.run(...values).changes) };
    });
  }

  /** The last connection to close leaves one complete file, without a log beside it. */
  close(): void {
    this.#statements.clear();
    this.#file.close();
  }
}

type Connection = InstanceType<typeof DatabaseSync>;

function opened(name: string, { isReadOnly = false }: SqliteFileOptions): Connection {
  const file = new DatabaseSync(name, { timeout: BUSY_TIMEOUT_MS });
  try {
    file.exec('pragma foreign_keys = on');
    // WAL: readers and the writer do not wait for each other. NORMAL: a commit survives the death
    // of the process, and no commit waits for the disk; only loss of power can cost the last ones.
    if (!isReadOnly) file.exec('pragma journal_mode = wal; pragma synchronous = normal');
    if (isReadOnly) file.exec('pragma query_only = on');
    file.exec('select 1 from sqlite_schema limit 1'); // whatever keeps it from being read is said now
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function isOnReadOnlyDisk(name: string): boolean {
  try {
    accessSync(name, constants.R_OK);
    accessSync(path.dirname(name), constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS';
  }
}

function prepare(file: Connection, sql: string): PreparedStatement {
  const statement = file.prepare(sql);
  return {
    hasRows: statement.columns().length > 0,
    all: (...parameters) => statement.all(...parameters) as unknown[],
    run: (...parameters) => statement.run(...parameters),
  };
}

/**
 * The driver takes a number that is closer to an integer than this for that integer. As text it is
 * stored and compared as it is: SQLite converts it to the column's type.
 */
function bindable(parameter: unknown): SqliteValue {
  const isTiny = typeof parameter === 'number' && parameter > 0 && parameter < Number.EPSILON;
  return isTiny ? String(parameter) : (parameter as SqliteValue);
}

function named<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toStorageError(error);
  }
}
