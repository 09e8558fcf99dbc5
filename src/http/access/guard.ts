import type { Request, RequestHandler } from 'express';
import type { Permission } from '../../config/permissions';
import { HttpError } from '../kit/errors/http-error';
import { isForPrograms } from './program-paths';
import { unauthenticated } from '../kit/errors/unauthenticated';

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Lets those pass who have proven who they are. Browsers that open a page are led to signing in, and
 * back afterwards.
 *
 * @throws {HttpError} UNAUTHENTICATED, or why what was shown does not hold
 */
export function requireActor(): RequestHandler {
  return (req, res, next) => {
    const { actor, refusal } = res.locals;
    if (actor !== undefined) {
      next();
    } else if (refusal === undefined && opensPage(req)) {
      res.set('Cache-Control', 'no-store');
      res.redirect(303, `/login?returnTo=${encodeURIComponent(req.originalUrl)}`);
    } else {
      next(refusal ?? unauthenticated('Send a key as Authorization: Bearer, or sign in.', false));
    }
  };
}

/**
 * Lets those pass who may do this.
 *
 * @throws {HttpError} FORBIDDEN, whatever there is at the address
 */
export function requirePermission(permission: Permission): RequestHandler {
  return (_req, res, next) => {
    if (res.locals.actor?.permissions.has(permission) === true) next();
    else next(new HttpError('FORBIDDEN', `This needs the scope ${permission}.`));
  };
}

function opensPage(req: Request): boolean {
  return (
    SAFE_METHODS.has(req.method) &&
    !isForPrograms(req.path) &&
    req.accepts(['json', 'html']) === 'html'
  );
}
