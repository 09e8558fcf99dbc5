import type { Request } from 'express';
import { HttpError } from '../errors/http-error';
import { readBody } from './read-body';

/** Enough for a thousand ids. */
const MAX_BYTES = 128 * 1024;

/**
 * Reads the fields of a form that a page has sent, as browsers do without a script. No body at
 * all is a form without fields, such as that of a button.
 *
 * @throws {HttpError} UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE
 */
export async function parseForm(req: Request): Promise<URLSearchParams> {
  if (req.get('Content-Length') === '0') return new URLSearchParams();
  const type = req.is('application/x-www-form-urlencoded');
  if (type === false) throw new HttpError('UNSUPPORTED_MEDIA_TYPE', 'Send the form of the page.');
  if (type === null) return new URLSearchParams();
  const bytes = await readBody(req, MAX_BYTES).catch((error: unknown) => {
    if (!(error instanceof HttpError) || error.code !== 'FILE_TOO_LARGE') throw error;
    throw new HttpError('BODY_TOO_LARGE', `The form is larger than ${MAX_BYTES} bytes.`);
  });
  return new URLSearchParams(bytes.toString('utf8'));
}
