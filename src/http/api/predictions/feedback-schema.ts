import { z } from 'zod';

/** POST /api/predictions/:id/feedback: it is right, or the right class. */
export const feedbackBodySchema = z
  .union(
    [z.strictObject({ correct: z.literal(true) }), z.strictObject({ label: z.string().max(1000) })],
    { error: 'must be {"correct": true}, or {"label": "<the right class>"}' },
  )
  .meta({ id: 'FeedbackBody' });

/** What was said of a prediction. */
export const feedbackSchema = z
  .strictObject({
    verdict: z.enum(['correct', 'wrong']),
    label: z.string().describe('The right class.'),
    sample_id: z.string().describe('The sample that the image became.'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Feedback' });

/** POST /api/predictions/:id/feedback */
export const feedbackAnswerSchema = z
  .strictObject({
    prediction_id: z.string(),
    predicted_class: z.string(),
    feedback: feedbackSchema,
    sample: z.strictObject({
      id: z.string(),
      outcome: z.enum(['new', 'unchanged', 'relabelled', 'moved']),
      previous_label: z.string().nullable(),
    }),
  })
  .meta({ id: 'FeedbackAnswer' });

export type FeedbackAnswer = z.infer<typeof feedbackAnswerSchema>;
