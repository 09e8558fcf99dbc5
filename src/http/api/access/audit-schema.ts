import { z } from 'zod';
import { wholeNumber } from '../../kit/reading/whole-number';

const moment = z.iso.datetime({
  offset: true,
  error: 'must be a time such as 2026-01-31T12:00:00Z',
});
const time = moment.transform((text) => new Date(text).getTime());

export const auditFilterSchema = z.object({
  /** id or name of a key or person */
  actor: z.string().trim().min(1).max(100).optional(),
  /** part of the route or of what was changed */
  search: z.string().trim().min(1).max(100).optional(),
  from: time.optional(),
  to: time.optional(),
  outcome: z.enum(['done', 'failed']).optional(),
});

/** The parameters of GET /api/audit. */
export const auditQuerySchema = auditFilterSchema.extend({
  limit: wholeNumber(1, 1000).optional(),
  /** `next_before` of the page before */
  before: z.coerce.number().int().min(1).optional(),
});

export const auditEntrySchema = z
  .strictObject({
    /** grows from entry to entry */
    seq: z.number().int(),
    at: z.iso.datetime(),
    actor: z.strictObject({
      kind: z.enum(['anonymous', 'key', 'person', 'token']),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    address: z.string(),
    method: z.string(),
    route: z.string(),
    /** what was changed */
    object: z.string(),
    /** HTTP status of the answer; 499 where the client had gone */
    status: z.number().int(),
    request_id: z.string(),
    previous_hash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

/** GET /api/audit, newest first. */
export const auditAnswerSchema = z
  .strictObject({
    entries: z.array(auditEntrySchema),
    /** null on the last page */
    next_before: z.number().int().nullable(),
  })
  .meta({ id: 'AuditAnswer' });

/** GET /api/audit/verify */
export const auditCheckAnswerSchema = z
  .strictObject({
    /** entries that are as they were written, from the first one on */
    entries: z.number().int(),
    /** the first entry that is not, or before which one is missing; null when all are right */
    broken_at: z.number().int().nullable(),
    /** of the last right entry: kept elsewhere, it shows later whether entries are gone from the end */
    last_hash: z.string(),
  })
  .meta({ id: 'AuditCheckAnswer' });

export type AuditEntryAnswer = z.infer<typeof auditEntrySchema>;
export type AuditFilterQuery = z.infer<typeof auditFilterSchema>;
