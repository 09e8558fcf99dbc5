import cors from 'cors';
import type { RequestHandler } from 'express';
import { SIGNATURE_HEADERS } from '../access/signature-authenticator';
import { HEADER_LENGTH } from '../kit/route';

export interface CrossOriginOptions {
  /** `*` for any; none for same-origin only. */
  readonly origins: readonly string[];
  /** Whether callers show a key. */
  readonly authenticates: boolean;
}

/** Lets pages of other origins call the API and read the headers it answers with. */
export function crossOrigin({ origins, authenticates }: CrossOriginOptions): RequestHandler {
  if (origins.length === 0) return (_req, _res, next) => next();
  return cors({
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Content-Type',
      'X-Request-Id',
      HEADER_LENGTH,
      ...(authenticates ? ['Authorization', 'X-API-Key', ...Object.values(SIGNATURE_HEADERS)] : []),
    ],
    exposedHeaders: ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Retry-After', HEADER_LENGTH],
    maxAge: 600,
  });
}
