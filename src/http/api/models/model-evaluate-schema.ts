import { z } from 'zod';
import { EVALUATION_SETS } from '../../../evaluation/apart/evaluation-task';
import { modelCardSchema } from '../../../registry/card';

const metrics = modelCardSchema.shape.metrics.shape.test.unwrap();

/** POST /api/model/evaluate */
export const evaluateBodySchema = z
  .strictObject({
    version: z.string().min(1).max(64).optional().describe('the active one, when it is not given'),
    on: z.enum(EVALUATION_SETS).default('held_out'),
  })
  .meta({ id: 'EvaluateBody' });

const reportRow = z.strictObject({
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  'f1-score': z.number().describe("the same under scikit-learn's name"),
  support: z.number().int(),
});

/** POST /api/model/evaluate */
export const evaluationAnswerSchema = z
  .strictObject({
    version: z.string(),
    on: z.enum(EVALUATION_SETS),
    data: z.string().describe('The images, in a few words.'),
    class_names: z
      .array(z.string())
      .describe("The version's, and after them the labels that it has no class for."),
    unknown_labels: z
      .record(z.string(), z.number().int())
      .describe(
        'Images that count as wrong because the version has no class of their label, by label.',
      ),
    classes_without_images: z
      .array(z.string())
      .describe(
        'Of these nothing can be said but what they are taken for: no ROC curve, a recall of 0.',
      ),
    duration_ms: z.number(),
    ...metrics.shape,
    classification_report: z
      .record(z.string(), z.union([reportRow, z.number()]))
      .describe(
        "scikit-learn's report as an object: a row for each class, then `macro avg` and `weighted avg`, and the number `accuracy`. A class of one of these names keeps its row.",
      ),
    evaluation_timestamp: z.iso.datetime(),
  })
  .meta({ id: 'EvaluationAnswer' });

export type EvaluationAnswer = z.infer<typeof evaluationAnswerSchema>;
