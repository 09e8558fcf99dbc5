import type { RequestHandler } from 'express';
import { rateLimit as expressRateLimit } from 'express-rate-limit';
import type { Logger } from '../../observability/logger';
import { HttpError } from '../http-error';
import type { RateLimitStores } from '../rate-limit/rate-limit-stores';

export interface RateLimitOptions {
  /** Names the limit in the headers and in the store: `predict`. */
  readonly name: string;
  /** Requests a client may make within the window. */
  readonly limit: number;
  readonly windowMs: number;
  readonly stores: RateLimitStores;
  readonly logger: Logger;
}

/**
 * Limits how often a client may ask: an IPv4 address, or the /56 of an IPv6 one, which is what a
 * customer gets. Answers carry `RateLimit` and `RateLimit-Policy` (IETF draft 8).
 *
 * @throws {HttpError} RATE_LIMITED, with `Retry-After`
 */
export function rateLimit({
  name,
  limit,
  windowMs,
  stores,
  logger,
}: RateLimitOptions): RequestHandler {
  return expressRateLimit({
    identifier: name,
    limit,
    windowMs,
    store: stores.create(name),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // A store that fails says so itself, once, not at every request.
    passOnStoreError: true,
    logger: {
      warn: (error, message) => logger.debug(message ?? 'rate limit', { limit: name, error }),
      error: (error, message) => logger.debug(message ?? 'rate limit', { limit: name, error }),
    },
    // Anyone may send X-Forwarded-For; whether it is believed is TRUST_PROXY's business.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_req, _res, next) =>
      next(new HttpError('RATE_LIMITED', 'There were too many requests; try again later.')),
  });
}
