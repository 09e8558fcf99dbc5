import type { Request } from 'express';
import type { z } from 'zod';
import { describeIssue, plainIssue } from '../../../config/plain-issue';
import { HttpError } from '../errors/http-error';
import { parseJson } from './parse-json';
import { readBody } from './read-body';

/** Enough for a thousand ids; no endpoint that takes JSON wants more. */
const MAX_BYTES = 128 * 1024;
const WANTED = 'Send a JSON object as application/json.';

/**
 * Reads a request's JSON body and checks it. No body at all is an empty object, so that an
 * endpoint whose fields are all optional can be called without one.
 *
 * @example
 * const { label } = await parseBody(relabelSchema, req);
 *
 * @throws {HttpError} UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, INVALID_JSON, or INVALID_BODY that
 *   names the field and says what it must be
 */
export async function parseBody<Output>(
  schema: z.ZodType<Output>,
  req: Request,
  maxBytes = MAX_BYTES,
): Promise<Output> {
  const result = schema.safeParse(await readJson(req, maxBytes), { error: plainIssue });
  if (result.success) return result.data;
  throw new HttpError('INVALID_BODY', describeIssue(result.error), { cause: result.error });
}

async function readJson(req: Request, maxBytes: number): Promise<unknown> {
  const type = req.is('application/json');
  const hasNoBody = type === null || req.get('Content-Length') === '0';
  if (hasNoBody) return {};
  if (type === false) throw new HttpError('UNSUPPORTED_MEDIA_TYPE', WANTED);
  const bytes = await readBody(req, maxBytes).catch((error: unknown) => {
    if (!(error instanceof HttpError) || error.code !== 'FILE_TOO_LARGE') throw error;
    throw new HttpError('BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`);
  });
  return parseJson(bytes);
}
