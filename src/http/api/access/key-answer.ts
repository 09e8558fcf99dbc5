import { isoTime } from '../../kit/iso-time';
import type { ApiKey } from '../../../store/keys/api-key';
import type { z } from 'zod';
import type { MadeKey } from '../../../auth/key-desk';
import type { createdKeyAnswerSchema, KeyAnswer } from './keys-schema';

export function keyAnswer(key: ApiKey): KeyAnswer {
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    scopes: key.scopes === null ? null : [...key.scopes],
    networks: [...key.networks],
    created_at: isoTime(key.createdAt),
    created_by: key.createdBy,
    expires_at: isoTime(key.expiresAt),
    last_used_at: isoTime(key.lastUsedAt),
    revoked_at: isoTime(key.revokedAt),
    signing: key.signing,
    requests_per_minute: key.requestsPerMinute,
  };
}

/** A key that was made just now, with what is told now or never. */
export function createdKeyAnswer({
  key,
  text,
  signingSecret,
}: MadeKey): z.infer<typeof createdKeyAnswerSchema> {
  return { ...keyAnswer(key), key: text, signing_secret: signingSecret };
}
