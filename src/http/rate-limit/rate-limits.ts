import type { Request, RequestHandler, Response } from 'express';
import type { Configuration } from '../../config/load';
import type { Job } from '../../store/jobs/job';
import { asksFromOwnPage } from '../access/own-pages';
import { toHttpError } from '../kit/errors/to-http-error';
import { LIMITS, type Limit, type LimitName } from '../kit/limits';
import { hasOwnLimit, ownRateLimit, yieldsToKeys } from './own-rate-limit';
import { rateLimit } from './rate-limit';
import type { RateLimitStores } from './rate-limit-stores';

export interface RateLimitParts {
  readonly config: Configuration;
  readonly rateLimitStores: RateLimitStores;
}

/** What counts retrainings: each mode has a limit of its own. */
export type RetrainLimits = Readonly<Record<Job['mode'], readonly RequestHandler[]>>;

/**
 * Every rate limit but those of uploads, which are not counted by requests. Uploads, retrainings and
 * requests with many pictures count twice: as their routes say, and for a limit of their own once it
 * is known what they are.
 */
export interface RateLimits {
  /** What requests for a route count for; the first in its chain, before it is asked who they are. */
  readonly of: (limit: LimitName | 'none') => readonly RequestHandler[];
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

export function rateLimits(parts: RateLimitParts): RateLimits {
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

  return {
    // Probes are answered whatever else their sender asks for.
    of: (limit) => (limit === 'none' ? [] : [forClients(limit)]),
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
  of: () => [],
  many: (_req, _res, next) => next(),
  wrongKey: () => Promise.resolve(),
  retrain: { head: [], full: [] },
};
