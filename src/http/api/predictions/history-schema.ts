import { z } from 'zod';
import { feedbackSchema } from './feedback-schema';
import { predictionAnswerSchema } from './prediction-schema';
import { wholeNumber } from '../../kit/reading/whole-number';

/** An ISO 8601 date (midnight UTC) or a date and time with its zone, as milliseconds since the epoch. */
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be an ISO 8601 date, or a date and time with its zone',
  })
  .transform((text) => Date.parse(text));

const probability = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,12})?$/, 'must be a number from 0 to 1')
  .transform(Number)
  .pipe(z.number().min(0, 'must be a number from 0 to 1').max(1, 'must be a number from 0 to 1'));

const historyQuery = z.strictObject({
  limit: wholeNumber(1, 100).optional(),
  cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
  sort: z
    .enum(['time', 'uncertainty'])
    .optional()
    .describe(
      '`time`, newest first; or `uncertainty`, what is most worth labelling: the least confident first, only what has no feedback and whose image is kept.',
    ),
  class: z.string().min(1).max(200).optional(),
  model_version: z.string().min(1).max(200).optional(),
  feedback: z.enum(['none', 'correct', 'wrong']).optional(),
  min_confidence: probability.optional().describe('Inclusive.'),
  max_confidence: probability.optional().describe('Inclusive.'),
  from: time.optional().describe('Inclusive.'),
  to: time.optional().describe('Exclusive.'),
  uncertain: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe("Part of a file's name, or an id; among the newest 50,000 before `to`."),
});

/** Whether the bounds of a query fit each other. */
function inOrder<Shape extends z.ZodType<z.infer<typeof historyQuery>>>(schema: Shape): Shape {
  return schema
    .refine(({ from = -Infinity, to = Infinity }) => from <= to, {
      path: ['from'],
      error: 'must not be after "to"',
    })
    .refine(({ min_confidence = 0, max_confidence = 1 }) => min_confidence <= max_confidence, {
      path: ['min_confidence'],
      error: 'must not be more than "max_confidence"',
    })
    .refine(({ sort, feedback = 'none' }) => sort !== 'uncertainty' || feedback === 'none', {
      path: ['feedback'],
      error: 'must be "none" with sort=uncertainty, which lists what has no feedback',
    });
}

/** GET /api/predictions: how much, from where, which, and in what order. */
export const historyQuerySchema = inOrder(historyQuery);

/** GET /api/predictions/export: the same, and in which format. */
export const exportHistoryQuerySchema = inOrder(
  historyQuery.extend({ format: z.enum(['json', 'csv']).default('json') }),
);

/** A prediction of the history: GET /api/predictions/:id, and the items of the list. */
export const historyEntrySchema = predictionAnswerSchema
  .extend({
    feedback: feedbackSchema.nullable().describe('null while nobody has said anything of it.'),
    image_kept: z.boolean().describe('Whether its image can be looked at, and be labelled.'),
  })
  .meta({ id: 'HistoryEntry' });

/** GET /api/predictions */
export const historyAnswerSchema = z
  .strictObject({
    predictions: z.array(historyEntrySchema),
    next_cursor: z.string().nullable().describe('null on the last page.'),
  })
  .meta({ id: 'HistoryAnswer' });

export type HistoryQuery = z.infer<typeof historyQuerySchema>;
export type HistoryEntryAnswer = z.infer<typeof historyEntrySchema>;
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;
