import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditLog } from '../../../auth/audit-log';
import { auditAnswer, auditFilterOf } from './audit-answer';
import { file, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { auditAnswerSchema, auditCheckAnswerSchema, auditQuerySchema } from './audit-schema';
import type { AccessParts } from './access-parts';

const DEFAULT_LIMIT = 100;

export const listAudit = defineRoute({
  method: 'get',
  path: '/api/audit',
  name: 'listAudit',
  subject: 'access',
  scope: 'admin',
  limit: 'search',
  summary: 'Who has done what: every request that could change something, newest first.',
  description: 'Predictions are not among them: the history has those.',
  query: auditQuerySchema,
  answer: json(auditAnswerSchema),
  errors: [],
  handler:
    ({ auditLog }: AccessParts) =>
    async ({ query: { limit = DEFAULT_LIMIT, before, ...filter } }) => {
      const found = await auditLog.list(auditFilterOf(filter), limit + 1, before);
      const entries = found.slice(0, limit);
      return {
        entries: entries.map(auditAnswer),
        next_before: found.length > limit ? entries.at(-1)!.seq : null,
      };
    },
});

export const exportAudit = defineRoute({
  method: 'get',
  path: '/api/audit/export',
  name: 'exportAudit',
  subject: 'access',
  scope: 'admin',
  limit: 'download',
  summary: 'The whole audit log, oldest first, a JSON object a line.',
  answer: file('entries of the audit log', ['application/x-ndjson']),
  errors: [],
  handler:
    ({ auditLog, logger }: AccessParts) =>
    async ({ req, res }) => {
      res.set({
        'Content-Type': 'application/x-ndjson; charset=utf-8',
        'Content-Disposition': 'attachment; filename="audit.jsonl"',
      });
      if (req.method === 'HEAD') {
        res.end();
        return;
      }
      await pipeline(Readable.from(lines(auditLog)), res).catch((error: unknown) => {
        // Too late for another answer: the client sees that the file is not whole.
        if (!res.destroyed) logger.warn('an export broke off', { error });
        res.destroy();
      });
    },
});

export const verifyAudit = defineRoute({
  method: 'get',
  path: '/api/audit/verify',
  name: 'verifyAudit',
  subject: 'access',
  scope: 'admin',
  limit: 'download',
  summary: 'Whether every entry of the audit log is as it was written.',
  answer: json(auditCheckAnswerSchema),
  errors: [],
  handler:
    ({ auditLog }: AccessParts) =>
    async () => {
      const { entries, brokenAt, lastHash } = await auditLog.verify();
      return { entries, broken_at: brokenAt, last_hash: lastHash };
    },
});

async function* lines(auditLog: Pick<AuditLog, 'pages'>): AsyncGenerator<string> {
  for await (const page of auditLog.pages()) {
    yield page.map((entry) => `${JSON.stringify(auditAnswer(entry))}\n`).join('');
  }
}
