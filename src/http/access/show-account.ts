import type { RequestHandler } from 'express';
import { accountView, type AccountView } from '../../dashboard/account';
import type { Route } from '../kit/route';
import { isForPrograms } from './program-paths';

declare module 'express-serve-static-core' {
  interface Locals {
    /** Who is signed in, for the header of every page. */
    account?: AccountView;
  }
}

/** Has every page say who is signed in, and what they may not do. */
export function showAccount(
  routes: readonly Pick<Route, 'method' | 'path' | 'scope'>[],
): RequestHandler {
  const forms = routes.flatMap(({ method, path, scope }) =>
    method === 'post' && scope !== 'public' && scope !== 'self' ? [{ path, scope }] : [],
  );
  return (req, res, next) => {
    const { actor } = res.locals;
    if (actor?.role && !isForPrograms(req.path)) {
      res.locals.account = accountView({
        name: actor.name ?? '',
        role: actor.role,
        permissions: actor.permissions,
        isSession: actor.sessionHash !== undefined,
        forms,
      });
    }
    next();
  };
}
