import { z } from 'zod';
import { MAX_CLASSES } from '../../../config/class-limit';
import { NETWORK_NAMES, RECIPE_NAMES } from '../../../jobs/choices';
import { modelCardSchema } from '../../../registry/card';
import { ownPicturesSchema } from '../../../registry/own-pictures';
import { JOB_MODES, JOB_STATES, JOB_TRIGGERS } from '../../../store/jobs/job';
import { wholeNumber } from '../../kit/reading/whole-number';

const { gate, training } = modelCardSchema.shape;

const MAX_EPOCHS = 1000;
const MAX_BATCH_SIZE = 10_000;
/** More than the name of a backbone can have: what there is not is said where it is looked for. */
const MAX_NAME = 200;

/** Which classes the new version is to know. */
export const classChoiceSchema = z.union(
  [
    z.enum(['all', 'own']),
    z.array(z.string().min(1)).min(2, 'A classifier needs two classes at least.').max(MAX_CLASSES),
  ],
  `It is "all", "own", or a list of 2 to ${MAX_CLASSES} class names.`,
);

/** Body of POST /api/retrain; every field may be left out. */
export const retrainBodySchema = z
  .strictObject({
    mode: z.enum(JOB_MODES).default('head'),
    epochs: z.number().int().min(1).max(MAX_EPOCHS).optional(),
    batch_size: z.number().int().min(2).max(MAX_BATCH_SIZE).optional(),
    network: z.enum(NETWORK_NAMES).optional(),
    recipe: z.enum(RECIPE_NAMES).optional(),
    classes: classChoiceSchema.optional(),
    backbone: z.string().min(1).max(MAX_NAME).optional(),
  })
  .refine(
    ({ mode, backbone, classes }) =>
      mode === 'head' || (backbone === undefined && (classes ?? 'all') === 'all'),
    'backbone and classes are settings of mode "head": every layer is trained on CIFAR-10 and all classes',
  )
  .refine(
    ({ mode, epochs, batch_size: batchSize, network, recipe }) =>
      mode === 'full' || [epochs, batchSize, network, recipe].every((value) => value === undefined),
    'epochs, batch_size, network and recipe are settings of mode "full"',
  )
  .meta({ id: 'RetrainBody' });

export type RetrainBody = z.infer<typeof retrainBodySchema>;

/** 202 of POST /api/retrain */
export const retrainAnswerSchema = z
  .strictObject({
    message: z.string(),
    status: z.literal('in_progress'),
    check_status_url: z.string(),
    job_id: z.string(),
    job_url: z.string(),
    events_url: z.string(),
  })
  .meta({ id: 'RetrainAnswer' });

const time = z.iso.datetime().nullable();

/** GET /api/retrain/status: the shape of the system before this one, and the job. */
export const retrainStatusAnswerSchema = z
  .strictObject({
    is_retraining: z.boolean(),
    status: z.strictObject({
      status: z
        .enum(['idle', 'in_progress', 'completed', 'failed'])
        .describe("the Flask system's words: its clients poll for `completed` or `failed`"),
      state: z.enum(['idle', ...JOB_STATES]).describe("the job's own word, as `/api/jobs` says it"),
      start_time: time,
      end_time: time,
      message: z.string(),
      final_accuracy: z
        .number()
        .nullable()
        .describe(
          'on the images of the last epoch; on held-out images for a head, which has no epochs',
        ),
      final_val_accuracy: z.number().nullable().describe('on held-out images'),
      error: z.string().nullable(),
    }),
    job_id: z.string().nullable(),
    automatic: z
      .strictObject({
        new_samples: z.number().int().nullable(),
        feedback_accuracy_below: z.number().nullable(),
        schedule: z.string().nullable(),
        min_interval_minutes: z.number(),
      })
      .nullable()
      .describe('What starts a retraining by itself; null where nothing does.'),
  })
  .meta({ id: 'RetrainStatusAnswer' });

const epoch = training.shape.history.element;

export const jobAnswerSchema = z
  .strictObject({
    id: z.string(),
    mode: z.enum(JOB_MODES),
    state: z.enum(JOB_STATES),
    trigger: z.enum(JOB_TRIGGERS),
    base_version: z.string(),
    settings: z.strictObject({
      epochs: z.number().int().nullable(),
      batch_size: z.number().int().nullable(),
      network: z.string().nullable(),
      recipe: z.string().nullable(),
      classes: classChoiceSchema.nullable(),
      backbone: z.string().nullable(),
    }),
    created_at: z.iso.datetime(),
    started_at: time,
    ended_at: time,
    attempts: z.number().int(),
    cancel_requested: z.boolean(),
    progress: z.strictObject({
      phase: z.string(),
      done: z.number().int(),
      total: z.number().int().describe('0 while it is not known'),
      epoch: z.number().int().nullable(),
      epochs: z.number().int().nullable(),
      eta_seconds: z.number().nullable(),
    }),
    epochs: z.array(epoch),
    model_version: z.string().nullable(),
    accuracy: z
      .number()
      .nullable()
      .describe("on its user's pictures where some were judged, else on held-out images, 0-1"),
    gate: gate.unwrap().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'JobAnswer' });

/** GET /api/jobs/:id */
export const jobDetailAnswerSchema = jobAnswerSchema
  .extend({
    own: ownPicturesSchema
      .nullable()
      .describe(
        "how the version that it made does on its user's pictures; null where there is none, or none was judged",
      ),
    log_tail: z.array(z.strictObject({ at: z.iso.datetime(), line: z.string() })),
  })
  .meta({ id: 'JobDetailAnswer' });

/** GET /api/jobs */
export const jobsAnswerSchema = z
  .strictObject({
    jobs: z.array(jobAnswerSchema),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'JobsAnswer' });

export const jobsQuerySchema = z.strictObject({
  limit: wholeNumber(1, 100).optional(),
  cursor: z.string().max(256).optional(),
});

/** Of GET /api/jobs/:id/events. */
export const jobEventsQuerySchema = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('number of the last event that is known'),
});

export type RetrainAnswer = z.infer<typeof retrainAnswerSchema>;
export type RetrainStatusAnswer = z.infer<typeof retrainStatusAnswerSchema>;
export type JobAnswer = z.infer<typeof jobAnswerSchema>;
export type JobDetailAnswer = z.infer<typeof jobDetailAnswerSchema>;
export type JobsAnswer = z.infer<typeof jobsAnswerSchema>;
