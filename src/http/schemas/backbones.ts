import { z } from 'zod';
import { backboneCardSchema } from '../../backbones/card';
import { errorCodeSchema } from './error';

const MAX_TEXT = 500;
const text = z.string().trim().min(1).max(MAX_TEXT);
const colour = z.union(
  [z.array(z.number()).length(3).transform(String), text],
  'must be three numbers such as "0.485,0.456,0.406"',
);

/** What can be said of a network, as `npm run backbone:add` takes it; every field may be left out. */
export const backboneOptionsSchema = z.strictObject({
  name: text.optional(),
  licence: text.optional(),
  /** that the file must have, in hexadecimal */
  sha256: text.optional(),
  /** size of pictures: 224 or "320x240" */
  input: z.union([z.number().transform(String), text], 'must be a size such as 224').optional(),
  /** cover, contain or stretch */
  fit: text.optional(),
  crop: z.union([z.number().transform(String), text], 'must be a number').optional(),
  mean: colour.optional(),
  std: colour.optional(),
  /** NCHW or NHWC */
  layout: text.optional(),
  /** tensor that holds the features */
  features: text.optional(),
});

/** JSON body of POST /api/backbones. */
export const addBackboneBodySchema = backboneOptionsSchema.extend({
  /** a name of the catalogue, or `hf:<owner>/<repository>/<path>@<commit>` */
  source: text,
});

const { shape } = backboneCardSchema;

const backbone = z.strictObject({
  name: z.string(),
  created_at: z.iso.datetime(),
  description: z.string(),
  /** null where nothing says under which the weights may be used */
  licence: z.string().nullable(),
  source: z.strictObject(shape.source.shape),
  input: shape.input,
  features: z.number().int(),
  parameters: z.number().int(),
  has_int8: z.boolean(),
  notes: z.array(z.string()),
  /** versions that stand on it */
  versions: z.array(z.string()),
});

/** GET /api/backbones */
export const backbonesAnswerSchema = z.strictObject({
  /** whether networks can be downloaded here (BACKBONE_DOWNLOADS) */
  downloads: z.boolean(),
  backbones: z.array(backbone),
  /** those whose cards cannot be read, with the versions that were made on networks of their names */
  broken: z.array(z.strictObject({ name: z.string(), versions: z.array(z.string()) })),
  /** networks that can be added by their names */
  catalogue: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      licence: z.string(),
      bytes: z.number().int(),
      /** share of ImageNet's validation images that it gets right, 0-1 */
      imagenet_accuracy: z.number(),
      /** of one picture on one thread, in float32 */
      milliseconds: z.number(),
      /** whether that is worked out rather than measured */
      is_estimated: z.boolean(),
      features: z.number().int(),
      /** where it is downloaded from, at which commit */
      source: z.string(),
    }),
  ),
});

const time = z.iso.datetime().nullable();

/** GET /api/backbones/adding: the addition under way, or what became of the last one. */
export const addingAnswerSchema = z.strictObject({
  state: z.enum(['idle', 'adding', 'added', 'failed', 'cancelled']),
  /** what is added: a name, an address, or the name of a file */
  source: z.string().nullable(),
  started_at: time,
  ended_at: time,
  /** null unless something is being added */
  progress: z
    .strictObject({
      stage: z.enum(['receiving', 'downloading', 'converting', 'writing']),
      done_bytes: z.number().int().nullable(),
      /** null where it is not known */
      total_bytes: z.number().int().nullable(),
    })
    .nullable(),
  cancel_requested: z.boolean(),
  /** name of what was added */
  backbone: z.string().nullable(),
  /** the version that a Teachable Machine export became */
  version: z.string().nullable(),
  notes: z.array(z.string()),
  error: z.string().nullable(),
  code: errorCodeSchema.nullable(),
});

/** 202 of POST /api/backbones */
export const addBackboneAnswerSchema = z.strictObject({
  message: z.string(),
  status: z.literal('in_progress'),
  check_status_url: z.string(),
});

/** DELETE /api/backbones/adding */
export const cancelAddingAnswerSchema = z.strictObject({ message: z.string() });

/** DELETE /api/backbones/:name */
export const removedBackboneAnswerSchema = z.strictObject({
  message: z.string(),
  name: z.string(),
  /** versions that stood on it, and go on working */
  versions: z.array(z.string()),
});

export type BackbonesAnswer = z.infer<typeof backbonesAnswerSchema>;
export type BackboneAnswer = z.infer<typeof backbone>;
export type AddingAnswer = z.infer<typeof addingAnswerSchema>;
export type AddBackboneAnswer = z.infer<typeof addBackboneAnswerSchema>;
export type CancelAddingAnswer = z.infer<typeof cancelAddingAnswerSchema>;
export type RemovedBackboneAnswer = z.infer<typeof removedBackboneAnswerSchema>;
