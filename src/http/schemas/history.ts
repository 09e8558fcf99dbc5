import { z } from 'zod';
import { predictionAnswerSchema } from './prediction';

/** An ISO 8601 date (midnight UTC) or a date and time with its zone, as milliseconds since the epoch. */
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be an ISO 8601 date, or a date and time with its zone',
  })
  .transform((text) => Date.parse(text));

/** GET /api/predictions: how much, from where, and which. */
export const historyQuerySchema = z
  .strictObject({
    limit: z
      .string()
      .regex(/^\d{1,4}$/, 'must be a whole number')
      .transform(Number)
      .pipe(z.number().min(1).max(100))
      .optional(),
    /** `next_cursor` of the page before. */
    cursor: z.string().min(1).max(500).optional(),
    class: z.string().min(1).max(200).optional(),
    /** Inclusive. */
    from: time.optional(),
    /** Exclusive. */
    to: time.optional(),
  })
  .refine(({ from = -Infinity, to = Infinity }) => from <= to, {
    path: ['from'],
    error: 'must not be after "to"',
  });

/** GET /api/predictions */
export const historyAnswerSchema = z.strictObject({
  /** Newest first. */
  predictions: z.array(predictionAnswerSchema),
  /** null on the last page. */
  next_cursor: z.string().nullable(),
});

export type HistoryQuery = z.infer<typeof historyQuerySchema>;
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;
