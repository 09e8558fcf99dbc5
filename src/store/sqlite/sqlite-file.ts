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
  readonly #file: InstanceType<typeof DatabaseSync>;
  readonly #statements: StatementCache<PreparedStatement>;

  /** @throws {StorageError} when the file cannot be opened, or is no database */
  constructor(name: string, { isReadOnly = false }: SqliteFileOptions = {}) {
    this.#file = named(() => new DatabaseSync(name, { timeout: BUSY_TIMEOUT_MS }));
    this.#statements = new StatementCache((sql) => prepare(this.#file, sql));
    try {
      this.execute('pragma foreign_keys = on');
      // WAL: readers and the writer do not wait for each other. NORMAL: a commit survives the death
      // of the process, and no commit waits for the disk; only loss of power can cost the last ones.
      if (!isReadOnly) this.execute('pragma journal_mode = wal; pragma synchronous = normal');
      if (isReadOnly) this.execute('pragma query_only = on');
    } catch (error) {
      this.#file.close();
      throw error;
    }
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

function prepare(file: InstanceType<typeof DatabaseSync>, sql: string): PreparedStatement {
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
