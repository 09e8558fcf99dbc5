import { sql, type Kysely, type Selectable } from 'kysely';
import type { AuditTable, HistoryTables } from '../history-tables';
import type { ActorKind, AuditEntry, AuditStore } from './audit-entry';
import { entryHash, FIRST_HASH } from './chain';

/** The audit log in a database that is open, and closed by others. */
export function auditStore(database: Kysely<HistoryTables>): AuditStore {
  return {
    async append(records) {
      // The transaction holds the write lock, so that instances add to one chain.
      await database.transaction().execute(async (transaction) => {
        const last = await transaction
          .selectFrom('audit_entries')
          .select('hash')
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        let previousHash = last?.hash ?? FIRST_HASH;
        for (const record of records) {
          const hash = entryHash(previousHash, record);
          await transaction
            .insertInto('audit_entries')
            .values({
              at: record.at,
              actor_kind: record.actorKind,
              actor_id: record.actorId,
              actor_name: record.actorName,
              address: record.address,
              method: record.method,
              route: record.route,
              object: record.object,
              status: record.status,
              request_id: record.requestId,
              previous_hash: previousHash,
              hash,
            })
            .execute();
          previousHash = hash;
        }
      });
    },
    async list({ actor, search, from, to, outcome }, limit, before) {
      let query = database
        .selectFrom('audit_entries')
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(limit);
      if (before !== undefined) query = query.where('seq', '<', before);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (to !== undefined) query = query.where('at', '<=', to);
      if (outcome === 'done') query = query.where('status', '<', 400);
      if (outcome === 'failed') query = query.where('status', '>=', 400);
      if (actor !== undefined) {
        query = query.where((eb) =>
          eb.or([eb('actor_id', '=', actor), eb('actor_name', '=', actor)]),
        );
      }
      if (search !== undefined) {
        const part = sql<number>`instr(lower(route || ' ' || object), lower(${search}))`;
        query = query.where(part, '>', 0);
      }
      return (await query.execute()).map(fromRow);
    },
    async after(seq, limit) {
      const rows = await database
        .selectFrom('audit_entries')
        .selectAll()
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
  };
}

function fromRow(row: Selectable<AuditTable>): AuditEntry {
  return {
    seq: row.seq,
    at: Number(row.at),
    actorKind: row.actor_kind as ActorKind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    address: row.address,
    method: row.method,
    route: row.route,
    object: row.object,
    status: row.status,
    requestId: row.request_id,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
