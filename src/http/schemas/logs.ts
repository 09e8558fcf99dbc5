import { z } from 'zod';
import { LOG_LEVELS } from '../../observability/recent-lines';

const LIMIT = 'must be a whole number from 1 to 1000';

export const logQuerySchema = z.object({
  /** least severe level */
  level: z.enum(LOG_LEVELS).default('info'),
  /** most lines, the newest */
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1000, LIMIT).default(100),
});

/** Of GET /api/logs/events. */
export const logEventsQuerySchema = logQuerySchema.extend({
  /** number of the last line that is known */
  after: z.coerce.number().int().min(0).optional(),
});

/** One line of the log; an event of GET /api/logs/events. */
export const logLineSchema = z.strictObject({
  /** counts up with each line of the process */
  number: z.number().int(),
  timestamp: z.string(),
  level: z.string(),
  message: z.string(),
  /** what is known beside the message, redacted */
  fields: z.record(z.string(), z.unknown()),
});

/** GET /api/logs, oldest first. */
export const logAnswerSchema = z.strictObject({ lines: z.array(logLineSchema) });

export type LogAnswer = z.infer<typeof logAnswerSchema>;
