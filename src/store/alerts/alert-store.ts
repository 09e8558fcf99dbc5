import type { Kysely, Selectable } from 'kysely';
import type { AlertTable, HistoryTables } from '../history-tables';
import type { AlertStore, StoredAlert } from './alert';

/** The alerts in a database that is open, and closed by others. */
export function alertStore(database: Kysely<HistoryTables>): AlertStore {
  return {
    async raise(alert) {
      const row = await database
        .insertInto('alerts')
        .values({
          id: alert.id,
          kind: alert.kind,
          subject: alert.subject,
          text: alert.text,
          raised_at: alert.raisedAt,
          seen_at: alert.raisedAt,
          cleared_at: null,
          open_key: openKey(alert.kind, alert.subject),
        })
        .onConflict((conflict) =>
          conflict.column('open_key').doUpdateSet({ seen_at: alert.raisedAt }),
        )
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id === alert.id;
    },
    async clear(kind, subject, at) {
      const { numUpdatedRows } = await database
        .updateTable('alerts')
        .set({ cleared_at: at, open_key: null })
        .where('open_key', '=', openKey(kind, subject))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async open() {
      const rows = await database
        .selectFrom('alerts')
        .selectAll()
        .where('open_key', 'is not', null)
        .orderBy('raised_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(fromRow);
    },
    async latest(limit) {
      const rows = await database
        .selectFrom('alerts')
        .selectAll()
        .orderBy('raised_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    async expire(kinds, unseenSince, at) {
      if (kinds.length === 0) return 0;
      const { numUpdatedRows } = await database
        .updateTable('alerts')
        .set({ cleared_at: at, open_key: null })
        .where('open_key', 'is not', null)
        .where('kind', 'in', kinds)
        .where('seen_at', '<', unseenSince)
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
    async prune(before) {
      await database.deleteFrom('alerts').where('cleared_at', '<', before).execute();
    },
  };
}

function openKey(kind: string, subject: string): string {
  return `${kind} ${subject}`;
}

function fromRow(row: Selectable<AlertTable>): StoredAlert {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    text: row.text,
    raisedAt: Number(row.raised_at),
    clearedAt: row.cleared_at === null ? null : Number(row.cleared_at),
  };
}
