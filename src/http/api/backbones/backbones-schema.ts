import { z } from 'zod';
import { backboneCardSchema } from '../../../backbones/card';
import { errorCodeSchema } from '../../kit/errors/error-schema';

const MAX_TEXT = 500;
const text = z.string().trim().min(1).max(MAX_TEXT);
const colour = z.union(
  [z.array(z.number()).length(3).transform(String), text],
  'must be three numbers such as "0.485,0.456,0.406"',
);

/** What can be said of a network, as `npm run backbone:add` takes it; every field may be left out. */
export const backboneOptionsSchema = z
  .strictObject({
    name: text.optional(),
    licence: text.optional(),
    sha256: text.optional().describe('that the file must have, in hexadecimal'),
    input: z
      .union([z.number().transform(String), text], 'must be a size such as 224')
      .optional()
      .describe('size of pictures: 224 or "320x240"'),
    fit: text.optional().describe('cover, contain or stretch'),
    crop: z.union([z.number().transform(String), text], 'must be a number').optional(),
    mean: colour.optional(),
    std: colour.optional(),
    layout: text.optional().describe('NCHW or NHWC'),
    features: text.optional().describe('tensor that holds the features'),
  })
  .meta({ id: 'BackboneOptions' });

/** JSON body of POST /api/backbones. */
export const addBackboneBodySchema = backboneOptionsSchema
  .extend({
    source: text.describe('a name of the catalogue, or `hf:<owner>/<repository>/<path>@<commit>`'),
  })
  .meta({ id: 'AddBackboneBody' });

const { shape } = backboneCardSchema;

const backbone = z.strictObject({
  name: z.string(),
  created_at: z.iso.datetime(),
  description: z.string(),
  licence: z
    .string()
    .nullable()
    .describe('null where nothing says under which the weights may be used'),
  source: z.strictObject(shape.source.shape),
  input: shape.input,
  features: z.number().int(),
  parameters: z.number().int(),
  has_int8: z.boolean(),
  notes: z.array(z.string()),
  versions: z.array(z.string()).describe('versions that stand on it'),
});

/** GET /api/backbones */
export const backbonesAnswerSchema = z
  .strictObject({
    downloads: z.boolean().describe('whether networks can be downloaded here (BACKBONE_DOWNLOADS)'),
    backbones: z.array(backbone),
    broken: z
      .array(z.strictObject({ name: z.string(), versions: z.array(z.string()) }))
      .describe(
        'those whose cards cannot be read, with the versions that were made on networks of their names',
      ),
    catalogue: z
      .array(
        z.strictObject({
          name: z.string(),
          description: z.string(),
          licence: z.string(),
          bytes: z.number().int(),
          imagenet_accuracy: z
            .number()
            .describe("share of ImageNet's validation images that it gets right, 0-1"),
          milliseconds: z.number().describe('of one picture on one thread, in float32'),
          is_estimated: z.boolean().describe('whether that is worked out rather than measured'),
          features: z.number().int(),
          source: z.string().describe('where it is downloaded from, at which commit'),
        }),
      )
      .describe('networks that can be added by their names'),
  })
  .meta({ id: 'BackbonesAnswer' });

const time = z.iso.datetime().nullable();

/** GET /api/backbones/adding: the addition under way, or what became of the last one. */
export const addingAnswerSchema = z
  .strictObject({
    state: z.enum(['idle', 'adding', 'added', 'failed', 'cancelled']),
    source: z
      .string()
      .nullable()
      .describe('what is added: a name, an address, or the name of a file'),
    started_at: time,
    ended_at: time,
    progress: z
      .strictObject({
        stage: z.enum(['receiving', 'downloading', 'converting', 'writing']),
        done_bytes: z.number().int().nullable(),
        total_bytes: z.number().int().nullable().describe('null where it is not known'),
      })
      .nullable()
      .describe('null unless something is being added'),
    cancel_requested: z.boolean(),
    backbone: z.string().nullable().describe('name of what was added'),
    version: z.string().nullable().describe('the version that a Teachable Machine export became'),
    notes: z.array(z.string()),
    error: z.string().nullable(),
    code: errorCodeSchema.nullable(),
  })
  .meta({ id: 'AddingAnswer' });

/** 202 of POST /api/backbones */
export const addBackboneAnswerSchema = z
  .strictObject({
    message: z.string(),
    status: z.literal('in_progress'),
    check_status_url: z.string(),
  })
  .meta({ id: 'AddBackboneAnswer' });

/** DELETE /api/backbones/adding */
export const cancelAddingAnswerSchema = z
  .strictObject({ message: z.string() })
  .meta({ id: 'CancelAddingAnswer' });

/** DELETE /api/backbones/:name */
export const removedBackboneAnswerSchema = z
  .strictObject({
    message: z.string(),
    name: z.string(),
    versions: z.array(z.string()).describe('versions that stood on it, and go on working'),
  })
  .meta({ id: 'RemovedBackboneAnswer' });

export type BackbonesAnswer = z.infer<typeof backbonesAnswerSchema>;
export type BackboneAnswer = z.infer<typeof backbone>;
export type AddingAnswer = z.infer<typeof addingAnswerSchema>;
export type AddBackboneAnswer = z.infer<typeof addBackboneAnswerSchema>;
export type CancelAddingAnswer = z.infer<typeof cancelAddingAnswerSchema>;
export type RemovedBackboneAnswer = z.infer<typeof removedBackboneAnswerSchema>;
