import type { Request, RequestHandler } from 'express';
import { HttpError } from '../kit/errors/http-error';
import type { AccessRules } from './access-rules';
import { senderOf } from './own-pages';
import { isForPrograms } from './program-paths';

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Refuses what pages of other sites have their visitors' browsers send, unless `CORS_ORIGINS` lists
 * them: what changes something, and what only costs something, as a large export does that a page
 * embeds without being able to read it. What remains is a visitor who follows a link. Programs that
 * are no browsers say nothing of where they come from, and pass. `CORS_ORIGINS` opens the API,
 * never the forms of the pages.
 *
 * @throws {HttpError} FOREIGN_FORM
 */
export function refuseForeignPages({ origins }: Pick<AccessRules, 'origins'>): RequestHandler {
  return (req, _res, next) => {
    // A question beforehand (CORS) changes nothing; its answer says who may.
    const passes =
      req.method === 'OPTIONS' ||
      senderOf(req) !== 'foreign' ||
      (isForPrograms(req.path) && isListed(req.get('Origin'), origins)) ||
      isFollowedLink(req);
    if (passes) next();
    else next(new HttpError('FOREIGN_FORM', words(req)));
  };
}

function isListed(origin: string | undefined, origins: readonly string[]): boolean {
  return origin !== undefined && (origins.includes('*') || origins.includes(origin));
}

function isFollowedLink(req: Request): boolean {
  return (
    SAFE_METHODS.has(req.method) &&
    req.get('Sec-Fetch-Mode') === 'navigate' &&
    req.get('Sec-Fetch-Dest') === 'document'
  );
}

function words(req: Request): string {
  return isForPrograms(req.path)
    ? 'This request was sent by a page of another site; CORS_ORIGINS lists the sites that may.'
    : 'This form was sent from another site.';
}
