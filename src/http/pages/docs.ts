import type { RequestHandler } from 'express';
import { docsPage } from '../../dashboard/docs';
import type { HttpParts } from '../http-parts';

/** GET /docs: views/docs.ejs. */
export function docs({ release }: Pick<HttpParts, 'release'>): RequestHandler {
  const view = docsPage(release);
  return (_req, res) => {
    res.set('Cache-Control', 'no-cache').render('docs', view);
  };
}
