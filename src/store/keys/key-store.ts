import type { Kysely, Selectable } from 'kysely';
import type { Permission, Role } from '../../config/permissions';
import type { ApiKeyTable, HistoryTables, SigningSecretTable } from '../history-tables';
import { nullableTime } from '../nullable-time';
import type { ApiKey, HashedKey, KeyStore, SigningMode, SigningSecret } from './api-key';

/** The keys in a database that is open, and closed by others. */
export function keyStore(database: Kysely<HistoryTables>): KeyStore {
  return {
    add: (key) =>
      database.transaction().execute(async (transaction) => {
        await transaction
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
            signing: key.signing,
            requests_per_minute: key.requestsPerMinute,
          })
          .execute();
        for (const secret of key.secrets) await insertSecret(transaction, key.id, secret);
      }),
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
      const secrets = await database
        .selectFrom('signing_secrets')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      const ofKeys = new Map<string, SigningSecret[]>(rows.map(({ id }) => [id, []]));
      for (const row of secrets) ofKeys.get(row.key_id)?.push(secretFrom(row));
      return rows.map((row): HashedKey => ({
        ...fromRow(row),
        keyHash: row.key_hash,
        secrets: ofKeys.get(row.id)!,
      }));
    },
    async change(id, { signing, requestsPerMinute }) {
      const { numUpdatedRows } = await database
        .updateTable('api_keys')
        .set({
          id,
          ...(signing !== undefined && { signing }),
          ...(requestsPerMinute !== undefined && { requests_per_minute: requestsPerMinute }),
        })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    addSecret: (keyId, secret, formerUntil) =>
      database.transaction().execute(async (transaction) => {
        const key = await transaction
          .selectFrom('api_keys')
          .select('id')
          .where('id', '=', keyId)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        if (key === undefined) return false;
        await transaction
          .deleteFrom('signing_secrets')
          .where('key_id', '=', keyId)
          .where('expires_at', '<=', secret.createdAt)
          .execute();
        await transaction
          .updateTable('signing_secrets')
          .set({ expires_at: formerUntil })
          .where('key_id', '=', keyId)
          .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', formerUntil)]))
          .execute();
        await insertSecret(transaction, keyId, secret);
        return true;
      }),
    async markRequest({ keyId, requestId, signedAt }) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('signed_requests')
        .values({ key_id: keyId, request_id: requestId, signed_at: signedAt })
        .onConflict((conflict) => conflict.columns(['key_id', 'request_id']).doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async forgetRequests(before) {
      await database.deleteFrom('signed_requests').where('signed_at', '<', before).execute();
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

async function insertSecret(
  database: Kysely<HistoryTables>,
  keyId: string,
  { id, sealed, createdAt, expiresAt }: SigningSecret,
): Promise<void> {
  await database
    .insertInto('signing_secrets')
    .values({ id, key_id: keyId, sealed, created_at: createdAt, expires_at: expiresAt })
    .execute();
}

function secretFrom(row: Selectable<SigningSecretTable>): SigningSecret {
  return {
    id: row.id,
    sealed: row.sealed,
    createdAt: Number(row.created_at),
    expiresAt: nullableTime(row.expires_at),
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
    expiresAt: nullableTime(row.expires_at),
    lastUsedAt: nullableTime(row.last_used_at),
    revokedAt: nullableTime(row.revoked_at),
    signing: row.signing as SigningMode,
    requestsPerMinute: row.requests_per_minute,
  };
}
