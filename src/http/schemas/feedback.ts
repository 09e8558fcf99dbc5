import { z } from 'zod';

/** POST /api/predictions/:id/feedback: it is right, or the right class. */
export const feedbackBodySchema = z.union(
  [z.strictObject({ correct: z.literal(true) }), z.strictObject({ label: z.string().max(1000) })],
  { error: 'must be {"correct": true}, or {"label": "<the right class>"}' },
);

/** What was said of a prediction. */
export const feedbackSchema = z.strictObject({
  verdict: z.enum(['correct', 'wrong']),
  /** The right class. */
  label: z.string(),
  /** The sample that the image became. */
  sample_id: z.string(),
  at: z.iso.datetime(),
});

/** POST /api/predictions/:id/feedback */
export const feedbackAnswerSchema = z.strictObject({
  prediction_id: z.string(),
  predicted_class: z.string(),
  feedback: feedbackSchema,
  sample: z.strictObject({
    id: z.string(),
    outcome: z.enum(['new', 'unchanged', 'relabelled', 'moved']),
    previous_label: z.string().nullable(),
  }),
});

export type FeedbackAnswer = z.infer<typeof feedbackAnswerSchema>;
