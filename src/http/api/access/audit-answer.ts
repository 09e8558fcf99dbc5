import type { AuditEntry, AuditFilter } from '../../../store/audit/audit-entry';
import type { AuditEntryAnswer, AuditFilterQuery } from './audit-schema';

export function auditAnswer(entry: AuditEntry): AuditEntryAnswer {
  return {
    seq: entry.seq,
    at: new Date(entry.at).toISOString(),
    actor: { kind: entry.actorKind, id: entry.actorId, name: entry.actorName },
    address: entry.address,
    method: entry.method,
    route: entry.route,
    object: entry.object,
    status: entry.status,
    request_id: entry.requestId,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}

/** What a query of the audit log asks for. */
export function auditFilterOf(query: AuditFilterQuery): AuditFilter {
  const { actor, search, from, to, outcome } = query;
  return {
    ...(actor !== undefined && { actor }),
    ...(search !== undefined && { search }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(outcome !== undefined && { outcome }),
  };
}
