/**
 * Statements that were prepared, by their SQL: preparing costs more than running one, and the
 * native memory of a statement is freed only when the garbage collector finds its wrapper. The one
 * that was unused for the longest time goes first.
 */
export class StatementCache<Statement> {
  readonly #prepare: (sql: string) => Statement;
  readonly #maxStatements: number;
  readonly #statements = new Map<string, Statement>();

  constructor(prepare: (sql: string) => Statement, maxStatements = 128) {
    this.#prepare = prepare;
    this.#maxStatements = maxStatements;
  }

  get(sql: string): Statement {
    const statement = this.#statements.get(sql) ?? this.#prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > this.#maxStatements) {
      this.#statements.delete(this.#statements.keys().next().value!);
    }
    return statement;
  }

  clear(): void {
    this.#statements.clear();
  }
}
