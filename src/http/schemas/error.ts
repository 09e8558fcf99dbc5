import { z } from 'zod';
import { ERROR_STATUS, type ErrorCode } from '../error-status';

export const errorCodeSchema = z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]);

/** What every answer with a status of 400 or more holds. */
export const errorAnswerSchema = z.strictObject({
  /** One sentence for people. */
  error: z.string().min(1),
  /** Stable, for programs. */
  code: errorCodeSchema,
  /** Finds the request in the log. */
  request_id: z.string().min(1),
});

export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;
