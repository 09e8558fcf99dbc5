import type { RequestHandler } from 'express';
import { HttpError } from '../kit/errors/http-error';

/** Stands last: nothing answers at this path. */
export function notFound(): RequestHandler {
  return () => {
    throw new HttpError('NOT_FOUND', 'There is nothing at this address.');
  };
}
