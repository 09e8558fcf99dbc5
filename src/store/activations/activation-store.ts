import { sql, type Kysely, type Selectable } from 'kysely';
import type { ActivationTable, HistoryTables } from '../history-tables';
import type { Activation, ActivationCause, ActivationStore } from './activation';

/** The activations in a database that is open, and closed by others. */
export function activationStore(database: Kysely<HistoryTables>): ActivationStore {
  const newest = (limit?: number): Promise<Selectable<ActivationTable>[]> => {
    const query = database.selectFrom('activations').selectAll().orderBy('id', 'desc');
    return (limit === undefined ? query : query.limit(limit)).execute();
  };
  /** A row to insert, to which a condition can be added. */
  const rowOf = (version: string, activatedAt: number, cause: ActivationCause) =>
    database.selectNoFrom([
      sql<string>`${version}`.as('version'),
      sql<number>`${activatedAt}`.as('activated_at'),
      sql<string>`${cause}`.as('cause'),
      sql<null>`null`.as('job'),
    ]);
  return {
    async record(version, activatedAt, { cause, job = null }) {
      const row = { version, activated_at: activatedAt, cause, job };
      return fromRow(
        await database
          .insertInto('activations')
          .values(row)
          .returningAll()
          .executeTakeFirstOrThrow(),
      );
    },
    async recordStart(version, activatedAt) {
      const added = await database
        .insertInto('activations')
        .columns(['version', 'activated_at', 'cause', 'job'])
        .expression(
          rowOf(version, activatedAt, 'start').where((eb) =>
            eb.not(eb.exists(eb.selectFrom('activations').select('id'))),
          ),
        )
        .returningAll()
        .executeTakeFirst();
      return fromRow(added ?? (await newest(1))[0]!);
    },
    async recordSuccessor(version, before, activatedAt) {
      await database
        .insertInto('activations')
        .columns(['version', 'activated_at', 'cause', 'job'])
        .expression(
          rowOf(version, activatedAt, 'successor').where(
            (eb) => eb.selectFrom('activations').select('version').orderBy('id', 'desc').limit(1),
            '=',
            before,
          ),
        )
        .execute();
    },
    async latest() {
      const [row] = await newest(1);
      return row && fromRow(row);
    },
    async list(limit) {
      return (await newest(limit)).map(fromRow);
    },
  };
}

function fromRow(row: Selectable<ActivationTable>): Activation {
  return {
    id: row.id,
    version: row.version,
    activatedAt: Number(row.activated_at),
    cause: row.cause as ActivationCause,
    job: row.job,
  };
}
