import type { RequestHandler } from 'express';
import { docsPage } from '../../dashboard/docs';
import type { PageParts } from './page-parts';

/** GET /docs: views/docs.ejs. */
export function docs({ release }: Pick<PageParts, 'release'>): RequestHandler {
  const view = docsPage(release);
  return (_req, res) => {
    res.set('Cache-Control', 'no-cache').render('docs', view);
  };
}
