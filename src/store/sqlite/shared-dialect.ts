import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';
import { untilUnlocked, type LockWait } from './lock-wait';
import type { SqliteFile } from './sqlite-file';

/**
 * Kysely's SQLite dialect, for a file that several processes write to: whatever needs the write
 * lock waits for it without blocking the thread, and a transaction takes it when it begins (a lock
 * wanted half-way fails at once with SQLITE_BUSY_SNAPSHOT). Migrations run in such a transaction, so
 * that two instances that start together do not meet.
 */
export class SharedSqliteDialect implements Dialect {
  readonly #file: SqliteFile;
  readonly #lockWait: LockWait;

  constructor(file: SqliteFile, lockWait: LockWait) {
    this.#file = file;
    this.#lockWait = lockWait;
  }

  createDriver(): Driver {
    return new SharedSqliteDriver(this.#file, this.#lockWait);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(database);
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** One connection, which whoever uses it has alone. */
class SharedSqliteDriver implements Driver {
  readonly #file: SqliteFile;
  readonly #lockWait: LockWait;
  readonly #connection: DatabaseConnection;
  #released: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(file: SqliteFile, lockWait: LockWait) {
    this.#file = file;
    this.#lockWait = lockWait;
    this.#connection = new SqliteFileConnection(file, lockWait);
  }

  async init(): Promise<void> {
    // The file is open already.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#released;
    let release: () => void = () => undefined;
    this.#released = new Promise((resolve) => (release = resolve));
    await before;
    this.#release = release;
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    await untilUnlocked(this.#lockWait, () => this.#file.execute('begin immediate'));
  }

  async commitTransaction(): Promise<void> {
    await untilUnlocked(this.#lockWait, () => this.#file.execute('commit'));
  }

  async rollbackTransaction(): Promise<void> {
    // A full disk ends a transaction by itself; the error of a second end would hide the first one.
    if (this.#file.isInTransaction) this.#file.execute('rollback');
    await Promise.resolve();
  }

  releaseConnection(): Promise<void> {
    this.#release();
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.#released;
    this.#file.close();
  }
}

class SqliteFileConnection implements DatabaseConnection {
  readonly #file: SqliteFile;
  readonly #lockWait: LockWait;

  constructor(file: SqliteFile, lockWait: LockWait) {
    this.#file = file;
    this.#lockWait = lockWait;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const run = () => this.#file.query(sql, parameters);
    const { rows, changes } = this.#file.isInTransaction
      ? run() // it has the lock
      : await untilUnlocked(this.#lockWait, run);
    return {
      rows: rows as Row[],
      ...(changes === undefined ? {} : { numAffectedRows: changes }),
    };
  }

  streamQuery(): never {
    throw new Error('this driver reads no streams: ask for pages');
  }
}
