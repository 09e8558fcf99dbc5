import type { z } from 'zod';
import { describeIssue, plainIssue } from '../../../config/plain-issue';
import { HttpError } from '../errors/http-error';

/** @throws {HttpError} INVALID_QUERY that names the parameter and says what it must be */
export function parseQuery<Output>(schema: z.ZodType<Output>, query: unknown): Output {
  const result = schema.safeParse(query, { error: plainIssue });
  if (result.success) return result.data;
  throw new HttpError('INVALID_QUERY', describeIssue(result.error), { cause: result.error });
}
