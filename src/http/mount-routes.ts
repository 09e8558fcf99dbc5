import type { IRouter, RequestHandler } from 'express';
import type { AccessRules } from './access/access-rules';
import { requireActor, requirePermission } from './access/guard';
import type { AnswerCheck } from './kit/answer-check';
import type { ErrorShape } from './kit/errors/error-shape';
import { HttpError } from './kit/errors/http-error';
import { checkUnread } from './kit/reading/read-body';
import type { Method, Route } from './kit/route';
import { audit, type AuditOptions } from './middleware/audit';
import type { RateLimits } from './rate-limit/rate-limits';

/** What stands around every route, whatever it does. */
export interface MountOptions extends AuditOptions {
  readonly access: Pick<AccessRules, 'authenticates'>;
  readonly limits: Pick<RateLimits, 'of'>;
  /** Told of every JSON answer; the service does without. */
  readonly checkAnswer?: AnswerCheck;
}

/**
 * Mounts routes in the order of their list; every other method of their paths gets a 405 that names
 * the allowed ones. Nothing of a route is reached but through its limit and its guard.
 *
 * @param parts what their handlers work with
 */
export function mountRoutes<Parts>(
  router: IRouter,
  routes: readonly Route<Parts>[],
  parts: Parts,
  options: MountOptions,
): void {
  const { access, limits, checkAnswer } = options;
  const byPath = new Map<string, Route<Parts>[]>();
  for (const route of routes) {
    const others = byPath.get(route.path);
    if (others === undefined) byPath.set(route.path, [route]);
    else others.push(route);
  }
  for (const [path, ofPath] of byPath) {
    const isPublic = !access.authenticates || ofPath.some(({ scope }) => scope === 'public');
    mountPath(
      router,
      path,
      ofPath.map((route) => [
        route.method,
        [
          remember(route),
          ...limits.of(route.limit),
          ...guards(route, options),
          ...route.handlers(parts, checkAnswer),
        ],
      ]),
      {
        errorShape: ofPath[0]?.errorShape ?? 'usual',
        before: [...limits.of('default'), ...(isPublic ? [] : [requireActor()])],
      },
    );
  }
}

/**
 * Mounts what answers at one path, and refuses every other method.
 *
 * @param errorShape how that refusal is told
 * @param before stands before what says which methods there are
 */
export function mountPath(
  router: IRouter,
  path: string,
  chains: readonly (readonly [Method, readonly RequestHandler[]])[],
  {
    errorShape = 'usual',
    before = [],
  }: { readonly errorShape?: ErrorShape; readonly before?: readonly RequestHandler[] } = {},
): void {
  const mounted = router.route(path);
  for (const [method, chain] of chains) mounted[method](...chain);
  const methods = chains.flatMap(([method]) =>
    method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  );
  const allowed = [...methods, 'OPTIONS'].join(', ');
  mounted.options(...before, (_req, res) => {
    res.set('Allow', allowed).status(204).end();
  });
  // Refusals of what stands before it are told in the same shape.
  mounted.all(
    (_req, res, next) => {
      res.locals.errorShape = errorShape;
      next();
    },
    ...before,
    (req) => {
      const headers = { Allow: allowed };
      const message = `${req.method} is not allowed here; use ${allowed}.`;
      throw new HttpError('METHOD_NOT_ALLOWED', message, { headers });
    },
  );
}

/**
 * Whether the audit log has an entry for each request of a route: for all that may change something. A
 * prediction changes nothing but the history, which names it anyway; some protocols read by POST.
 */
export function isAudited({
  method,
  scope,
  isAudited: isNamed = false,
}: Pick<Route, 'method' | 'scope' | 'isAudited'>): boolean {
  return isNamed || (method !== 'get' && scope !== 'predict' && scope !== 'read');
}

/** Who it is, what the audit log says of it, and whether they may: in this order. */
function guards(route: Route, options: MountOptions): RequestHandler[] {
  const { scope, path, body } = route;
  const isGuarded = options.access.authenticates && scope !== 'public';
  return [
    ...(isGuarded ? [requireActor()] : []),
    ...(isAudited(route) ? [audit(path, options)] : []),
    ...(isGuarded && scope !== 'self' ? [requirePermission(scope)] : []),
    ...(options.access.authenticates && body === undefined ? [signedBodyOnly] : []),
  ];
}

/** A body that a route does not read is still the one that its sender has signed. */
const signedBodyOnly: RequestHandler = async (req, _res, next) => {
  await checkUnread(req);
  next();
};

/** Lets what comes after the handlers know which route a request was for. */
function remember(route: Route): RequestHandler {
  return (_req, res, next) => {
    res.locals.route = route;
    res.locals.errorShape = route.errorShape ?? 'usual';
    next();
  };
}
