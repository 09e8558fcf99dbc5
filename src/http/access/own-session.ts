import type { Response } from 'express';
import type { Actor } from '../../auth/actor';
import { HttpError } from '../kit/errors/http-error';

/** A person in a browser in which that person has signed in. */
export interface SignedIn {
  readonly id: string;
  readonly sessionHash: string;
}

export function signedIn(actor: Actor | undefined): SignedIn | undefined {
  const { kind, id, sessionHash } = actor ?? {};
  if (kind !== 'person' || typeof id !== 'string' || sessionHash === undefined) return undefined;
  return { id, sessionHash };
}

/** @throws {HttpError} FORBIDDEN for programs, which have neither sessions nor passwords */
export function mustBeSignedIn(res: Response): SignedIn {
  const found = signedIn(res.locals.actor);
  if (found !== undefined) return found;
  throw new HttpError('FORBIDDEN', 'This is for people who have signed in.');
}
