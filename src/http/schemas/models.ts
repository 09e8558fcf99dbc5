import { z } from 'zod';
import { EVALUATION_SETS } from '../../evaluation/apart/evaluation-task';
import { modelCardSchema } from '../../registry/card';
import { ACTIVATION_CAUSES } from '../../store/activations/activation';
import { ownSummarySchema } from './own-pictures';

const { gate, retraining, network, training, metrics: cardMetrics } = modelCardSchema.shape;

/** What is said of a version on a set of images where there is no room for everything. */
const metricSummary = z
  .strictObject({
    images: z.number().int(),
    accuracy: z.number(),
    precision_macro: z.number(),
    recall_macro: z.number(),
    f1_macro: z.number(),
    expected_calibration_error: z.number(),
  })
  .nullable();

const metricSummaries = z.strictObject({
  /** on its user's pictures, each as one that it had not learned from */
  own: ownSummarySchema,
  held_out: metricSummary,
  test: metricSummary,
  samples: metricSummary,
});

const goodModel = z.strictObject({
  version: z.string(),
  status: z.literal('good'),
  active: z.boolean(),
  created_at: z.iso.datetime(),
  parent: z.string().nullable(),
  /** `training` by hand (`npm run train`), or a retraining of the `head` or in `full` */
  origin: z.enum(['training', 'head', 'full']),
  network: z.string(),
  parameters: z.number().int(),
  num_classes: z.number().int(),
  new_classes: z.array(z.string()),
  has_int8: z.boolean(),
  gate: z.enum(['passed', 'rejected']).nullable(),
  size_bytes: z.number().int(),
  metrics: metricSummaries,
});

const brokenModel = z.strictObject({
  version: z.string(),
  status: z.literal('broken'),
  active: z.boolean(),
  reason: z.string(),
  size_bytes: z.number().int(),
});

/** GET /api/models */
export const modelsAnswerSchema = z.strictObject({
  /** null while the first one is loading */
  active: z.string().nullable(),
  /** the version that MODEL_VERSION keeps the instance at that answers; null when it follows */
  pinned_to: z.string().nullable(),
  /** Good ones first, the newest before the older ones. */
  models: z.array(z.discriminatedUnion('status', [goodModel, brokenModel])),
  /** The last changes of the active version, newest first. */
  activations: z.array(
    z.strictObject({
      version: z.string(),
      activated_at: z.iso.datetime(),
      cause: z.enum(ACTIVATION_CAUSES),
      job: z.string().nullable(),
    }),
  ),
});

const beforeAndAfter = z.strictObject({ before: z.number(), after: z.number() });

/** What a version learned from, compared with its parent. */
const dataDifference = z.strictObject({
  parent: z.string(),
  same_training_images: z.boolean(),
  training_images: beforeAndAfter,
  new_classes: z.array(z.string()),
  removed_classes: z.array(z.string()),
  /** labelled samples learned from, by class, where the number differs */
  samples: z.record(z.string(), beforeAndAfter),
  samples_total: beforeAndAfter,
});

/** GET /api/models/:version */
export const modelAnswerSchema = z.strictObject({
  version: z.string(),
  active: z.boolean(),
  created_at: z.iso.datetime(),
  parent: z.string().nullable(),
  /** null where there is no parent, or it has been deleted */
  difference_to_parent: dataDifference.nullable(),
  class_names: z.array(z.string()),
  network,
  training,
  retraining,
  gate,
  metrics: cardMetrics,
  int8: modelCardSchema.shape.int8,
  rejection: modelCardSchema.shape.rejection,
  temperature: z.number(),
  parity: modelCardSchema.shape.parity,
  files: z.array(
    z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string().nullable() }),
  ),
  urls: z.strictObject({ download: z.string(), visualizations: z.string() }),
});

/** POST /api/models/:version/promote */
export const promoteBodySchema = z.strictObject({
  /** promotes a version that its gate has rejected */
  force: z.boolean().default(false),
});

/** POST /api/models/:version/promote, POST /api/models/rollback */
export const promotedAnswerSchema = z.strictObject({
  message: z.string(),
  version: z.string(),
  previous_version: z.string().nullable(),
});

/** DELETE /api/models/:version */
export const deletedModelAnswerSchema = z.strictObject({
  message: z.string(),
  version: z.string(),
});

export const evaluationSetSchema = z.enum(EVALUATION_SETS);

/** GET /api/models/compare, GET /api/models/compare.svg */
export const compareQuerySchema = z.strictObject({
  a: z.string().min(1).max(64),
  b: z.string().min(1).max(64),
  /**
   * `held_out` where it is left out and both versions carry features of held-out images; else `samples`,
   * which any two versions can be compared on
   */
  on: evaluationSetSchema.optional(),
});

const classReport = z.strictObject({
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  support: z.number().int(),
});

const comparedModel = z.strictObject({
  version: z.string(),
  active: z.boolean(),
  metrics: z.strictObject({
    images: z.number().int(),
    accuracy: z.number(),
    /** 95%, by Wilson's score */
    accuracy_interval: z.strictObject({ low: z.number(), high: z.number() }),
    precision_macro: z.number(),
    precision_weighted: z.number(),
    recall_macro: z.number(),
    recall_weighted: z.number(),
    f1_macro: z.number(),
    f1_weighted: z.number(),
    expected_calibration_error: z.number(),
  }),
  /** images that count as wrong because the version has no class of their label, by label */
  unknown_labels: z.record(z.string(), z.number().int()),
  /** what its card says of its user's pictures, which may be others than those compared on */
  own: ownSummarySchema,
});

/** GET /api/models/compare */
export const comparisonAnswerSchema = z.strictObject({
  on: evaluationSetSchema,
  data: z.string(),
  a: comparedModel,
  b: comparedModel,
  /** by class, of either; null where a version has no such class */
  per_class: z.record(
    z.string(),
    z.strictObject({
      a: classReport.nullable(),
      b: classReport.nullable(),
      /** b less a; null where either has no such class */
      f1_difference: z.number().nullable(),
    }),
  ),
  /** null where the versions were not tried on the same images */
  mcnemar: z
    .strictObject({
      images: z.number().int(),
      both_right: z.number().int(),
      only_a_right: z.number().int(),
      only_b_right: z.number().int(),
      both_wrong: z.number().int(),
      statistic: z.number(),
      p_value: z.number(),
      /** whether the difference is hardly chance: p < 0.05 */
      significant: z.boolean(),
    })
    .nullable(),
  /** why there is no test */
  reason: z.string().nullable(),
  urls: z.strictObject({ chart: z.string() }),
});

export type ModelsAnswer = z.infer<typeof modelsAnswerSchema>;
export type MetricSummary = z.infer<typeof metricSummary>;
export type ModelAnswer = z.infer<typeof modelAnswerSchema>;
export type DataDifference = z.infer<typeof dataDifference>;
export type PromotedAnswer = z.infer<typeof promotedAnswerSchema>;
export type DeletedModelAnswer = z.infer<typeof deletedModelAnswerSchema>;
/** Two versions, and what they are compared on. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- URLSearchParams takes no interface
export type ComparedOn = { a: string; b: string; on: z.infer<typeof evaluationSetSchema> };
export type CompareQuery = z.infer<typeof compareQuerySchema>;
export type ComparisonAnswer = z.infer<typeof comparisonAnswerSchema>;
