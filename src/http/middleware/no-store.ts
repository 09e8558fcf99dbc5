import type { RequestHandler } from 'express';

/** Answers of the API are true for the moment only. */
export function noStore(): RequestHandler {
  return (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  };
}
