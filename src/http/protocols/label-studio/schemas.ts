import { z } from 'zod';

const labelConfig = z.string().max(200_000);

/** What a task has, by the names that its project gives: texts, or addresses of pictures. */
const data = z.looseObject({});

export const setupBodySchema = z.object({ schema: labelConfig.optional() });
export const setupAnswerSchema = z.strictObject({ model_version: z.string() });

export const predictBodySchema = z.object({
  tasks: z.array(z.object({ data })),
  label_config: labelConfig,
});

const choice = z.strictObject({
  from_name: z.string(),
  to_name: z.string(),
  type: z.literal('choices'),
  value: z.strictObject({ choices: z.array(z.string()) }),
  score: z.number(),
});

export const predictAnswerSchema = z.strictObject({
  model_version: z.string(),
  /** One for each task, in order; without a result where its picture could not be classified. */
  results: z.array(
    z.strictObject({
      model_version: z.string(),
      score: z.number(),
      result: z.array(choice),
    }),
  ),
});

export const healthAnswerSchema = z.strictObject({
  status: z.enum(['UP', 'DOWN']),
  model_class: z.string(),
});

/** POST …/webhook: some event of a project, of which annotations count. */
export const webhookBodySchema = z.object({
  action: z.string().max(100),
  project: z.object({ label_config: labelConfig.optional() }).optional(),
  task: z.object({ data }).optional(),
  annotation: z
    .object({ result: z.array(z.unknown()), was_cancelled: z.boolean().optional() })
    .optional(),
});

/** A region of an annotation that says which class a picture is of. */
export const annotatedChoiceSchema = z.object({
  type: z.literal('choices'),
  to_name: z.string(),
  value: z.object({ choices: z.array(z.string()) }),
});

export const webhookAnswerSchema = z.strictObject({
  outcome: z.enum(['new', 'unchanged', 'relabelled', 'moved', 'ignored']),
  /** Why it is ignored. */
  reason: z.string().optional(),
  /** The sample that the picture became. */
  sample_id: z.string().optional(),
});

export type TaskData = z.infer<typeof data>;
export type PredictAnswer = z.infer<typeof predictAnswerSchema>;
export type WebhookBody = z.infer<typeof webhookBodySchema>;
export type WebhookAnswer = z.infer<typeof webhookAnswerSchema>;
