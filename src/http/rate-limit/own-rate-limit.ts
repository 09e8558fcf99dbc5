import type { RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HttpError } from '../kit/errors/http-error';
import { clientKey } from '../kit/client-key';
import { LIMITS, windowOf, type LimitName } from '../kit/limits';
import type { RateLimitStores } from './rate-limit-stores';

const WINDOW_MS = 60_000;
/** What keeps secrets from being guessed is for everybody, whatever key is shown with it. */
const FOR_EVERYBODY: readonly LimitName[] = ['sign-in', 'wrong-keys'];

/** Whether a key with a limit of its own is counted by that instead: where it is the minute that counts. */
export function yieldsToKeys(name: LimitName): boolean {
  return windowOf(LIMITS[name]).ms === WINDOW_MS && !FOR_EVERYBODY.includes(name);
}

export function hasOwnLimit(res: Response): boolean {
  return res.locals.actor?.requestsPerMinute !== undefined;
}

/**
 * Limits how often a key is used that has a limit of its own, for all routes together.
 *
 * @throws {HttpError} RATE_LIMITED, with `Retry-After`
 */
export function ownRateLimit({
  rateLimitStores,
}: {
  readonly rateLimitStores: RateLimitStores;
}): RequestHandler {
  const countOf = (res: Response): number => res.locals.actor?.requestsPerMinute ?? 1;
  return rateLimit({
    identifier: 'key',
    limit: (_req, res) => countOf(res),
    windowMs: WINDOW_MS,
    store: rateLimitStores.create('key'),
    keyGenerator: clientKey,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Anyone may send X-Forwarded-For; whether it is believed is TRUST_PROXY's business.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_req, res, next) => {
      const wait = Number(res.getHeader('Retry-After'));
      const message = `More than ${countOf(res)} requests of this key in a minute; try again in ${wait} s. An administrator changes the limit of a key.`;
      next(new HttpError('RATE_LIMITED', message, { retrySeconds: wait }));
    },
  });
}
