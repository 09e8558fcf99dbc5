import { z } from 'zod';
import { ERROR_CODES } from './error-codes';

export const errorCodeSchema = z.enum(ERROR_CODES);

/** What every answer with a status of 400 or more holds. */
export const errorAnswerSchema = z
  .strictObject({
    error: z.string().min(1).describe('One sentence for people.'),
    code: errorCodeSchema.describe('Stable, for programs.'),
    request_id: z.string().min(1).describe('Finds the request in the log.'),
  })
  .meta({ id: 'ErrorAnswer' });

export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;

/** What the protocols tell of an error: a sentence alone. */
export const protocolErrorSchema = z
  .strictObject({ error: z.string().min(1) })
  .meta({ id: 'ProtocolError' });

export type ProtocolError = z.infer<typeof protocolErrorSchema>;
