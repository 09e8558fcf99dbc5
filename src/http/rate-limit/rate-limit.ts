import type { RequestHandler } from 'express';
import { rateLimit as expressRateLimit } from 'express-rate-limit';
import type { Configuration } from '../../config/load';
import { clientKey } from '../kit/client-key';
import { LIMITS, windowOf, type Limit, type LimitName } from '../kit/limits';
import { rateLimited } from './rate-limited';
import type { RateLimitStores } from './rate-limit-stores';

export interface RateLimitOptions {
  readonly config: Configuration;
  readonly rateLimitStores: RateLimitStores;
}

/**
 * Limits how often a client may ask: an IPv4 address, or the /56 of an IPv6 one, which is what a
 * customer gets. Answers carry `RateLimit` and `RateLimit-Policy` (IETF draft 8).
 *
 * @throws {HttpError} RATE_LIMITED, with `Retry-After`
 */
export function rateLimit(
  name: LimitName,
  { config, rateLimitStores }: RateLimitOptions,
): RequestHandler {
  const limit: Limit = LIMITS[name];
  const count = config[limit.variable];
  return expressRateLimit({
    identifier: name,
    limit: count,
    windowMs: windowOf(limit).ms,
    store: rateLimitStores.create(name),
    keyGenerator: clientKey,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Anyone may send X-Forwarded-For; whether it is believed is TRUST_PROXY's business.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_req, res, next) =>
      next(rateLimited(limit, count, Number(res.getHeader('Retry-After')))),
  });
}
