import type { RequestHandler } from 'express';
import type { ErrorShape } from '../kit/errors/error-shape';
import type { Route } from '../kit/route';

declare module 'express-serve-static-core' {
  interface Locals {
    /** On every answer and log line of the request. */
    requestId: string;
    /** What the request was for, once that is known. */
    route?: Route;
    /** How its errors are told; `usual` where it is not said. */
    errorShape?: ErrorShape;
  }
}

/** What may stand in a log line and a header as it is; all else is replaced, not cleaned. */
const SAFE = /^[A-Za-z0-9._-]{1,128}$/;

export interface RequestIdOptions {
  readonly newId: () => string;
}

/** Names the request: by the caller's `X-Request-Id` where that is safe, else by a new id. */
export function requestId({ newId }: RequestIdOptions): RequestHandler {
  return (req, res, next) => {
    const given = req.get('X-Request-Id');
    res.locals.requestId = given !== undefined && SAFE.test(given) ? given : newId();
    res.set('X-Request-Id', res.locals.requestId);
    next();
  };
}
