import type { SqliteDatabase, SqliteStatement } from 'kysely';

/**
 * A database that prepares each SQL text once. Kysely prepares for every query, and libsql frees a
 * statement's native memory only when the garbage collector finds its wrapper.
 */
export class StatementCache implements SqliteDatabase {
  readonly #database: SqliteDatabase;
  readonly #maxStatements: number;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase, maxStatements = 64) {
    this.#database = database;
    this.#maxStatements = maxStatements;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (this.#statements.size >= this.#maxStatements) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
