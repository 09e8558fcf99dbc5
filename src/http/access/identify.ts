import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../../auth/actor';
import { HttpError } from '../kit/errors/http-error';
import { toHttpError } from '../kit/errors/to-http-error';
import type { Authenticator } from './authenticator';

declare module 'express-serve-static-core' {
  interface Locals {
    /** Who sends the request, where callers have to prove it and this one has. */
    actor?: Actor;
    /** Why what the request shows does not prove anything. */
    refusal?: HttpError;
  }
}

/** A key in an address, where logs, histories and referrers would keep it (ASVS 14.2.1). */
const KEY_IN_QUERY = /[?&=]mlk_[0-9A-Za-z]{8}(_|%5f)/i;

/**
 * Finds out who sends a request, before anything else is done with it. It answers nobody: whether
 * somebody has to be known is for the guard of each route to say.
 *
 * @param authenticators in the order in which they are asked
 * @param countWrong told of every proof that does not hold; throws when there were too many
 */
export function identify(
  authenticators: readonly Authenticator[],
  countWrong: (req: Request, res: Response) => Promise<void>,
): RequestHandler {
  return async (req, res, next) => {
    if (KEY_IN_QUERY.test(req.url)) {
      throw new HttpError(
        'KEY_IN_ADDRESS',
        'A key has no place in an address: send it as Authorization: Bearer, and make a new one.',
      );
    }
    try {
      const actor = await firstOf(authenticators, req);
      if (actor !== undefined) res.locals.actor = actor;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      res.locals.refusal = error;
      if (error.code === 'UNAUTHENTICATED') {
        await countWrong(req, res).catch((tooMany: unknown) => {
          res.locals.refusal = toHttpError(tooMany);
        });
      }
    }
    next();
  };
}

async function firstOf(
  authenticators: readonly Authenticator[],
  req: Request,
): Promise<Actor | undefined> {
  for (const authenticator of authenticators) {
    const actor = await authenticator.authenticate(req);
    if (actor !== undefined) return actor;
  }
  return undefined;
}
