import type { RequestHandler } from 'express';
import { HttpError } from '../http-error';

export interface RequireSpaceOptions {
  /** Whether the disk has less space than it should have. */
  readonly space: { readonly isSpaceLow: boolean };
}

/** Refuses what would fill the disk, before any of it is read. */
export function requireSpace({ space }: RequireSpaceOptions): RequestHandler {
  return (_req, _res, next) => {
    if (!space.isSpaceLow) {
      next();
      return;
    }
    throw new HttpError(
      'STORAGE_FULL',
      'The disk of the service is nearly full: uploads are refused until there is more space.',
      { headers: { 'Retry-After': '60' } },
    );
  };
}
