import type { Kysely, Selectable } from 'kysely';
import type { Permission, Role } from '../../config/permissions';
import type { ApiKeyTable, HistoryTables } from '../history-tables';
import type { ApiKey, HashedKey, KeyStore } from './api-key';

/** The keys in a database that is open, and closed by others. */
export function keyStore(database: Kysely<HistoryTables>): KeyStore {
  return {
    async add(key) {
      await database
        .insertInto('api_keys')
        .values({
          id: key.id,
          name: key.name,
          role: key.role,
          scopes: key.scopes === null ? null : JSON.stringify(key.scopes),
          networks: JSON.stringify(key.networks),
          key_hash: key.keyHash,
          created_at: key.createdAt,
          created_by: key.createdBy,
          expires_at: key.expiresAt,
          last_used_at: key.lastUsedAt,
          revoked_at: key.revokedAt,
        })
        .execute();
    },
    async list() {
      const rows = await database
        .selectFrom('api_keys')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },
    async live() {
      const rows = await database
        .selectFrom('api_keys')
        .selectAll()
        .where('revoked_at', 'is', null)
        .execute();
      return rows.map((row): HashedKey => ({ ...fromRow(row), keyHash: row.key_hash }));
    },
    async revoke(id, at) {
      const { numUpdatedRows } = await database
        .updateTable('api_keys')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async touch(id, at) {
      await database
        .updateTable('api_keys')
        .set({ last_used_at: at })
        .where('id', '=', id)
        .execute();
    },
  };
}

function fromRow(row: Selectable<ApiKeyTable>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as Permission[]),
    networks: JSON.parse(row.networks) as string[],
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    expiresAt: timeOf(row.expires_at),
    lastUsedAt: timeOf(row.last_used_at),
    revokedAt: timeOf(row.revoked_at),
  };
}

function timeOf(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
