import type { Request } from 'express';
import { HttpError } from '../errors/http-error';

/**
 * Refuses a compressed body, whatever reads it: a small one could unpack to any size. Names of
 * encodings are case-insensitive (RFC 9110, 8.4.1), and `identity` is none.
 *
 * @throws {HttpError} UNSUPPORTED_ENCODING
 */
export function refuseEncoded(req: Request): void {
  const encodings = (req.get('Content-Encoding') ?? '').split(',');
  const isPlain = encodings.every((name) => ['', 'identity'].includes(name.trim().toLowerCase()));
  if (isPlain) return;
  throw new HttpError('UNSUPPORTED_ENCODING', 'Send the body without a Content-Encoding.');
}
