import type { z } from 'zod';
import { HttpError } from './http-error';

/** @throws {HttpError} INVALID_QUERY that names the parameter and says what it must be */
export function parseQuery<Output>(schema: z.ZodType<Output>, query: unknown): Output {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new HttpError('INVALID_QUERY', `${where}${issue.message}`, { cause: result.error });
}
