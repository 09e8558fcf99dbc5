import type { Request } from 'express';
import { HttpError } from '../kit/errors/http-error';

/**
 * The content type of an upload.
 *
 * @param accepted as Express knows them: `multipart/form-data`, `image/*`
 * @param wanted completes the sentence "Send …"
 * @throws {HttpError} MISSING_FILE without a body, UNSUPPORTED_MEDIA_TYPE for another type
 */
export function uploadType(req: Request, accepted: string[], wanted: string): string {
  const type = req.is(accepted);
  if (typeof type === 'string') return type;
  const hasNoBody = type === null || req.get('Content-Length') === '0';
  if (hasNoBody) throw new HttpError('MISSING_FILE', `Send ${wanted}.`);
  throw new HttpError('UNSUPPORTED_MEDIA_TYPE', `Send ${wanted}.`);
}
