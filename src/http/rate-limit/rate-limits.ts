import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Configuration } from '../../config/load';
import { asksFromOwnPage } from '../access/own-pages';
import { rateLimit } from '../middleware/rate-limit';
import { toHttpError } from '../kit/errors/to-http-error';
import type { RetrainLimits } from '../api/training/start-retraining';
import type { ErrorShape } from '../kit/errors/error-shape';
import type { RouteFacts } from '../kit/route';
import { LIMITS, type Limit, type LimitName } from './limits';
import { hasOwnLimit, ownRateLimit, yieldsToKeys } from './own-rate-limit';
import type { RateLimitStores } from './rate-limit-stores';

export interface RateLimitParts {
  readonly config: Configuration;
  readonly rateLimitStores: RateLimitStores;
}

export interface RateLimits {
  /** Stands before all routes, and knows what each of them costs. */
  readonly routes: RequestHandler;
  /** Limits requests with many pictures, once it is known that one has. */
  readonly many: RequestHandler;
  /**
   * Counts a proof of identity that does not hold.
   *
   * @throws {HttpError} RATE_LIMITED
   */
  readonly wrongKey: (req: Request, res: Response) => Promise<void>;
  /** For retrainings, once it is known of which kind one is. */
  readonly retrain: RetrainLimits;
}

/**
 * Every rate limit but those of uploads, which are not counted by requests. Uploads, retrainings and
 * requests with many pictures count twice: here as their routes say, and for a limit of their own
 * once it is known what they are.
 *
 * @param routes in the order of mounting; what fits none of them counts as `default`
 */
export function rateLimits(
  parts: RateLimitParts,
  routes: readonly Pick<RouteFacts, 'method' | 'path' | 'limit' | 'errorShape'>[],
): RateLimits {
  if (!parts.config.RATE_LIMIT_ENABLED) return NONE;
  const limiters = new Map<LimitName, RequestHandler>();
  const limiter = (name: LimitName): RequestHandler => {
    const known = limiters.get(name) ?? rateLimit(name, parts);
    limiters.set(name, known);
    return known;
  };
  const ofKey = ownRateLimit(parts);
  const forClients = (name: LimitName): RequestHandler => {
    const { sparesOwnPages = false }: Limit = LIMITS[name];
    const [usual, ofPages] = [limiter(name), limiter('pages')];
    const yields = yieldsToKeys(name);
    return (req, res, next) => {
      if (yields && hasOwnLimit(res)) void ofKey(req, res, next);
      else void (sparesOwnPages && asksFromOwnPage(req) ? ofPages : usual)(req, res, next);
    };
  };
  // What starts a retraining has counted as a request of a page already.
  const forOthers = (name: LimitName): RequestHandler => {
    const usual = limiter(name);
    const yields = yieldsToKeys(name);
    return (req, res, next) => {
      if (asksFromOwnPage(req) || (yields && hasOwnLimit(res))) next();
      else void usual(req, res, next);
    };
  };

  // The router of Express, so that a path is matched here just as where it is answered.
  const router = Router();
  for (const { method, path, limit, errorShape = 'usual' } of routes) {
    // Probes are answered whatever else their sender asks for.
    if (limit === 'none') router[method](path, leave);
    else router[method](path, shaped(errorShape), forClients(limit), leave);
  }
  const others = forClients('default');
  router.use(others);
  return {
    // A router answers OPTIONS by itself, from the methods of its own routes.
    routes: (req, res, next) => (req.method === 'OPTIONS' ? others : router)(req, res, next),
    many: forOthers('batch'),
    wrongKey: (req, res) =>
      new Promise((resolve, reject) => {
        void limiter('wrong-keys')(req, res, (error?: unknown) => {
          if (error === undefined) resolve();
          else reject(toHttpError(error));
        });
      }),
    retrain: { head: [forOthers('retrain-head')], full: [forOthers('retrain-full')] },
  };
}

const NONE: RateLimits = {
  routes: (_req, _res, next) => next(),
  many: (_req, _res, next) => next(),
  wrongKey: () => Promise.resolve(),
  retrain: { head: [], full: [] },
};

/** A refusal is told as the route tells errors, though the route is not reached. */
function shaped(errorShape: ErrorShape): RequestHandler {
  return (_req, res, next) => {
    res.locals.errorShape = errorShape;
    next();
  };
}

const leave: RequestHandler = (_req, _res, next) => next('router');
