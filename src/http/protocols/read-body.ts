import type { Request, Response } from 'express';
import type { z } from 'zod';
import { describeIssue, plainIssue } from '../../config/plain-issue';
import { HttpError } from '../kit/errors/http-error';
import type { ByteBudget } from '../upload/byte-budget';
import { readBody } from '../kit/reading/read-body';
import { jsonTooLarge, MAX_JSON_BYTES, parseBoundedJson } from './bounded-json';

/**
 * Reads the body of a request of a protocol, whatever it says that it is: clients of these protocols
 * send JSON under any media type, or under none.
 *
 * @throws {HttpError} BODY_TOO_LARGE, UNSUPPORTED_ENCODING, UPLOAD_ABORTED, REQUEST_TIMEOUT,
 *   UPLOADS_BUSY
 */
export async function readProtocolBody(
  req: Request,
  res: Response,
  maxBytes: number,
  memory: ByteBudget,
): Promise<Buffer> {
  try {
    return await readBody(req, maxBytes, (announced) => memory.open('bulk', res, announced));
  } catch (error) {
    if (!(error instanceof HttpError) || error.code !== 'FILE_TOO_LARGE') throw error;
    throw new HttpError('BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`);
  }
}

/**
 * Reads JSON; no body at all is an empty object.
 *
 * @throws {HttpError} what {@link readProtocolBody} throws, INVALID_JSON, INVALID_BODY
 */
export async function readProtocolJson<Value>(
  schema: z.ZodType<Value>,
  req: Request,
  res: Response,
  memory: ByteBudget,
): Promise<Value> {
  const announced = Number(req.get('Content-Length') ?? 0);
  if (announced > MAX_JSON_BYTES) throw jsonTooLarge();
  const bytes = await readProtocolBody(req, res, MAX_JSON_BYTES, memory);
  return checked(schema, bytes.length === 0 ? {} : parseBoundedJson(bytes));
}

/** @throws {HttpError} INVALID_BODY that names the field and says what it must be */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value, { error: plainIssue });
  if (result.success) return result.data;
  throw new HttpError('INVALID_BODY', describeIssue(result.error), { cause: result.error });
}
