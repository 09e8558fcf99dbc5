import type { ApiKey } from '../../../store/keys/api-key';
import type { KeyAnswer } from './keys-schema';

export function keyAnswer(key: ApiKey): KeyAnswer {
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    scopes: key.scopes === null ? null : [...key.scopes],
    networks: [...key.networks],
    created_at: new Date(key.createdAt).toISOString(),
    created_by: key.createdBy,
    expires_at: timeOf(key.expiresAt),
    last_used_at: timeOf(key.lastUsedAt),
    revoked_at: timeOf(key.revokedAt),
  };
}

function timeOf(value: number | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}
