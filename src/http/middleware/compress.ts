import compression from 'compression';
import type { RequestHandler } from 'express';

/**
 * Pages, scripts and style sheets go over the wire at a quarter of their size. Not what is below
 * `/api`: answers to programs are small, and streams of events must not be held back.
 */
export function compress(): RequestHandler {
  const compressed = compression();
  return (req, res, next) => {
    if (req.path.startsWith('/api/')) next();
    else compressed(req, res, next);
  };
}
