import { z } from 'zod';
import { EVALUATION_SETS } from '../../evaluation/apart/evaluation-task';
import { modelCardSchema } from '../../registry/card';

const metrics = modelCardSchema.shape.metrics.shape.test.unwrap();

/** POST /api/model/evaluate */
export const evaluateBodySchema = z.strictObject({
  /** the active one, when it is not given */
  version: z.string().min(1).max(64).optional(),
  on: z.enum(EVALUATION_SETS).default('held_out'),
});

const reportRow = z.strictObject({
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  /** the same under scikit-learn's name */
  'f1-score': z.number(),
  support: z.number().int(),
});

/** POST /api/model/evaluate */
export const evaluationAnswerSchema = z.strictObject({
  version: z.string(),
  on: z.enum(EVALUATION_SETS),
  /** The images, in a few words. */
  data: z.string(),
  /** The version's, and after them the labels that it has no class for. */
  class_names: z.array(z.string()),
  /** Images that count as wrong because the version has no class of their label, by label. */
  unknown_labels: z.record(z.string(), z.number().int()),
  /** Of these nothing can be said but what they are taken for: no ROC curve, a recall of 0. */
  classes_without_images: z.array(z.string()),
  duration_ms: z.number(),
  ...metrics.shape,
  /**
   * scikit-learn's report as an object: a row for each class, then `macro avg` and `weighted avg`,
   * and the number `accuracy`. A class of one of these names keeps its row.
   */
  classification_report: z.record(z.string(), z.union([reportRow, z.number()])),
  evaluation_timestamp: z.iso.datetime(),
});

export type EvaluationAnswer = z.infer<typeof evaluationAnswerSchema>;
