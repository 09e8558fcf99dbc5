import type { RequestHandler } from 'express';
import { z } from 'zod';
import { auditPage } from '../../dashboard/access';
import { auditFilterOf } from '../api/access/audit-answer';
import type { PageParts } from './page-parts';
import { auditFilterSchema } from '../api/access/audit-schema';

type Parts = Pick<PageParts, 'auditLog' | 'release'>;

const SHOWN_ENTRIES = 100;

/** What a form sends that was not filled in. */
const empty = z.literal('').transform(() => undefined);
/** What is wrong in an address is left out: the page shows more then, and its form says what counts. */
const querySchema = z.object({
  actor: empty.or(auditFilterSchema.shape.actor).catch(undefined),
  search: empty.or(auditFilterSchema.shape.search).catch(undefined),
  outcome: empty.or(auditFilterSchema.shape.outcome).catch(undefined),
  before: z.coerce.number().int().min(1).optional().catch(undefined),
});

/** GET /audit: views/audit.ejs. */
export function auditLogPage({ auditLog, release }: Parts): RequestHandler {
  return async (req, res) => {
    const { before, actor, search, outcome } = querySchema.parse(req.query);
    const filter = auditFilterOf({ actor, search, outcome });
    const found = await auditLog.list(filter, SHOWN_ENTRIES + 1, before);
    const entries = found.slice(0, SHOWN_ENTRIES);
    const view = auditPage({
      release,
      entries,
      filter: { actor: actor ?? '', search: search ?? '', outcome: outcome ?? '' },
      before: found.length > SHOWN_ENTRIES ? entries.at(-1)!.seq : undefined,
    });
    res.set('Cache-Control', 'no-store').render('audit', view);
  };
}
