import { z } from 'zod';
import { LOG_LEVELS } from '../../../observability/recent-lines';

const LIMIT = 'must be a whole number from 1 to 1000';

export const logQuerySchema = z.object({
  level: z.enum(LOG_LEVELS).default('info').describe('least severe level'),
  limit: z.coerce
    .number(LIMIT)
    .int(LIMIT)
    .min(1, LIMIT)
    .max(1000, LIMIT)
    .default(100)
    .describe('most lines, the newest'),
});

/** Of GET /api/logs/events. */
export const logEventsQuerySchema = logQuerySchema.extend({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('number of the last line that is known'),
});

/** One line of the log; an event of GET /api/logs/events. */
export const logLineSchema = z
  .strictObject({
    number: z.number().int().describe('counts up with each line of the process'),
    timestamp: z.string(),
    level: z.string(),
    message: z.string(),
    fields: z
      .record(z.string(), z.unknown())
      .describe('what is known beside the message, redacted'),
  })
  .meta({ id: 'LogLine' });

/** GET /api/logs, oldest first. */
export const logAnswerSchema = z
  .strictObject({ lines: z.array(logLineSchema) })
  .meta({ id: 'LogAnswer' });

export type LogAnswer = z.infer<typeof logAnswerSchema>;
