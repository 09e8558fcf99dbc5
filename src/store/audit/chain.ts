import { createHash } from 'node:crypto';
import type { AuditRecord } from './audit-entry';

/** What the first entry has in place of the hash of the one before. */
export const FIRST_HASH = '0'.repeat(64);

/** The hash of an entry: it vouches for the entry and, by the hash before, for all earlier ones. */
export function entryHash(previousHash: string, record: AuditRecord): string {
  const text = JSON.stringify([
    previousHash,
    record.at,
    record.actorKind,
    record.actorId,
    record.actorName,
    record.address,
    record.method,
    record.route,
    record.object,
    record.status,
    record.requestId,
  ]);
  return createHash('sha256').update(text).digest('hex');
}
