import { z } from 'zod';
import { EVALUATION_SETS } from '../../../evaluation/apart/evaluation-task';
import { modelCardSchema } from '../../../registry/card';
import { ACTIVATION_CAUSES } from '../../../store/activations/activation';
import { ownSummarySchema } from './own-pictures-schema';

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
  own: ownSummarySchema.describe(
    "on its user's pictures, each as one that it had not learned from",
  ),
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
  origin: z
    .enum(['training', 'head', 'full'])
    .describe('`training` by hand (`npm run train`), or a retraining of the `head` or in `full`'),
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
export const modelsAnswerSchema = z
  .strictObject({
    active: z.string().nullable().describe('null while the first one is loading'),
    pinned_to: z
      .string()
      .nullable()
      .describe(
        'the version that MODEL_VERSION keeps the instance at that answers; null when it follows',
      ),
    models: z
      .array(z.discriminatedUnion('status', [goodModel, brokenModel]))
      .describe('Good ones first, the newest before the older ones.'),
    activations: z
      .array(
        z.strictObject({
          version: z.string(),
          activated_at: z.iso.datetime(),
          cause: z.enum(ACTIVATION_CAUSES),
          job: z.string().nullable(),
        }),
      )
      .describe('The last changes of the active version, newest first.'),
  })
  .meta({ id: 'ModelsAnswer' });

const beforeAndAfter = z.strictObject({ before: z.number(), after: z.number() });

/** What a version learned from, compared with its parent. */
const dataDifference = z.strictObject({
  parent: z.string(),
  same_training_images: z.boolean(),
  training_images: beforeAndAfter,
  new_classes: z.array(z.string()),
  removed_classes: z.array(z.string()),
  samples: z
    .record(z.string(), beforeAndAfter)
    .describe('labelled samples learned from, by class, where the number differs'),
  samples_total: beforeAndAfter,
});

/** GET /api/models/:version */
export const modelAnswerSchema = z
  .strictObject({
    version: z.string(),
    active: z.boolean(),
    created_at: z.iso.datetime(),
    parent: z.string().nullable(),
    difference_to_parent: dataDifference
      .nullable()
      .describe('null where there is no parent, or it has been deleted'),
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
  })
  .meta({ id: 'ModelAnswer' });

/** POST /api/models/:version/promote */
export const promoteBodySchema = z
  .strictObject({
    force: z.boolean().default(false).describe('promotes a version that its gate has rejected'),
  })
  .meta({ id: 'PromoteBody' });

/** POST /api/models/:version/promote, POST /api/models/rollback */
export const promotedAnswerSchema = z
  .strictObject({
    message: z.string(),
    version: z.string(),
    previous_version: z.string().nullable(),
  })
  .meta({ id: 'PromotedAnswer' });

/** DELETE /api/models/:version */
export const deletedModelAnswerSchema = z
  .strictObject({
    message: z.string(),
    version: z.string(),
  })
  .meta({ id: 'DeletedModelAnswer' });

export const evaluationSetSchema = z.enum(EVALUATION_SETS);

/** GET /api/models/compare, GET /api/models/compare.svg */
export const compareQuerySchema = z.strictObject({
  a: z.string().min(1).max(64),
  b: z.string().min(1).max(64),
  on: evaluationSetSchema
    .optional()
    .describe(
      '`held_out` where it is left out and both versions carry features of held-out images; else `samples`, which any two versions can be compared on',
    ),
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
    accuracy_interval: z
      .strictObject({ low: z.number(), high: z.number() })
      .describe("95%, by Wilson's score"),
    precision_macro: z.number(),
    precision_weighted: z.number(),
    recall_macro: z.number(),
    recall_weighted: z.number(),
    f1_macro: z.number(),
    f1_weighted: z.number(),
    expected_calibration_error: z.number(),
  }),
  unknown_labels: z
    .record(z.string(), z.number().int())
    .describe(
      'images that count as wrong because the version has no class of their label, by label',
    ),
  own: ownSummarySchema.describe(
    "what its card says of its user's pictures, which may be others than those compared on",
  ),
});

/** GET /api/models/compare */
export const comparisonAnswerSchema = z
  .strictObject({
    on: evaluationSetSchema,
    data: z.string(),
    a: comparedModel,
    b: comparedModel,
    per_class: z
      .record(
        z.string(),
        z.strictObject({
          a: classReport.nullable(),
          b: classReport.nullable(),
          f1_difference: z
            .number()
            .nullable()
            .describe('b less a; null where either has no such class'),
        }),
      )
      .describe('by class, of either; null where a version has no such class'),
    mcnemar: z
      .strictObject({
        images: z.number().int(),
        both_right: z.number().int(),
        only_a_right: z.number().int(),
        only_b_right: z.number().int(),
        both_wrong: z.number().int(),
        statistic: z.number(),
        p_value: z.number(),
        significant: z.boolean().describe('whether the difference is hardly chance: p < 0.05'),
      })
      .nullable()
      .describe('null where the versions were not tried on the same images'),
    reason: z.string().nullable().describe('why there is no test'),
    urls: z.strictObject({ chart: z.string() }),
  })
  .meta({ id: 'ComparisonAnswer' });

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
