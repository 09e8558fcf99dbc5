import type { IRouter, RequestHandler } from 'express';
import { HttpError } from '../http-error';
import type { RouteParts } from '../route-parts';
import type { ErrorShape } from './error-shape';
import type { Method, Route } from './route';

/**
 * Mounts routes in the order of their list; every other method of their paths gets a 405 that names
 * the allowed ones.
 */
export function mountRoutes(router: IRouter, routes: readonly Route[], parts: RouteParts): void {
  const byPath = new Map<string, Route[]>();
  for (const route of routes) {
    const others = byPath.get(route.path);
    if (others === undefined) byPath.set(route.path, [route]);
    else others.push(route);
  }
  for (const [path, ofPath] of byPath) {
    mountPath(
      router,
      path,
      ofPath.map((route) => [route.method, [remember(route), ...route.handlers(parts)]]),
      ofPath[0]?.errorShape,
    );
  }
}

/**
 * Mounts what answers at one path, and refuses every other method.
 *
 * @param errorShape how that refusal is told
 */
export function mountPath(
  router: IRouter,
  path: string,
  chains: readonly (readonly [Method, readonly RequestHandler[]])[],
  errorShape: ErrorShape = 'usual',
): void {
  const mounted = router.route(path);
  for (const [method, chain] of chains) mounted[method](...chain);
  const methods = chains.flatMap(([method]) =>
    method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  );
  const allowed = [...methods, 'OPTIONS'].join(', ');
  mounted.options((_req, res) => {
    res.set('Allow', allowed).status(204).end();
  });
  mounted.all((req, res) => {
    res.locals.errorShape = errorShape;
    const headers = { Allow: allowed };
    const message = `${req.method} is not allowed here; use ${allowed}.`;
    throw new HttpError('METHOD_NOT_ALLOWED', message, { headers });
  });
}

/** Lets what comes after the handlers know which route a request was for. */
function remember(route: Route): RequestHandler {
  return (_req, res, next) => {
    res.locals.route = route;
    res.locals.errorShape = route.errorShape ?? 'usual';
    next();
  };
}
