import { z } from 'zod';
import { IMAGE_FORMATS } from '../../../config/image-formats';
import { SAMPLE_SOURCES, SPLITS } from '../../../store/samples/sample';
import { wholeNumber } from '../../kit/reading/whole-number';

const count = z.number().int().nonnegative();
const source = z.enum(SAMPLE_SOURCES);
const id = z.string().regex(/^[0-9a-f]{64}$/, 'must be the id of a sample');
const label = z.string().max(1000);
const split = z.enum(SPLITS);
const MAX_IDS = 1000;
const ids = z.array(id).min(1).max(MAX_IDS);

/** A labelled image. */
export const sampleSchema = z
  .strictObject({
    /** SHA-256 of the file, hexadecimal; of 32×32 pixels for a sample of an earlier release. */
    id,
    label: z.string(),
    /** Where it came from first. */
    source,
    file_name: z.string(),
    format: z.enum(IMAGE_FORMATS),
    width: count.describe('Of the original file.'),
    height: count,
    file_bytes: count,
    held_out: z
      .boolean()
      .describe('Kept out of training, to judge versions by: `split` is `held_out`.'),
    /** What it is for. */
    split,
    prediction_id: z.string().nullable().describe('The prediction whose image it was.'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime().describe('When its label was given last.'),
    thumbnail_url: z.string(),
    image_url: z.string(),
  })
  .meta({ id: 'Sample' });

/** GET /api/dataset/samples: how many, from where, and which. */
export const sampleQuerySchema = z.strictObject({
  limit: wholeNumber(1, 200).optional(),
  cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
  label: label.min(1).optional(),
  source: source.optional(),
  split: split.optional().describe('Without it, all but the test set.'),
});

/** GET /api/dataset/export: other parameters, as against caches, are read over. */
export const exportQuerySchema = z.object({ split: z.literal('test').optional() });

/** What an upload is for, in its form or its query. */
export const sampleUseSchema = z.enum(['train', 'test']);

/**
 * GET /api/dataset/samples/:id/image and /api/predictions/:id/image: other parameters, as against
 * caches, are read over.
 */
export const imageQuerySchema = z.object({ format: z.literal('webp').optional() });

/** GET /api/dataset/samples */
export const samplePageSchema = z
  .strictObject({
    samples: z.array(sampleSchema).describe('Newest first.'),
    next_cursor: z.string().nullable().describe('null on the last page.'),
  })
  .meta({ id: 'SamplePage' });

/** GET /api/dataset/samples/:id */
export const sampleDetailSchema = sampleSchema
  .extend({
    history: z
      .array(
        z.strictObject({
          changed_at: z.iso.datetime(),
          kind: z
            .enum(['added', 'relabelled', 'moved', 'deleted'])
            .describe('`moved`: into the test set, or, by an `edit`, back to training.'),
          source: z.enum([...SAMPLE_SOURCES, 'edit']),
          from_label: z.string().nullable(),
          to_label: z.string().nullable(),
        }),
      )
      .describe('Oldest first.'),
  })
  .meta({ id: 'SampleDetail' });

/** PATCH /api/dataset/samples/:id */
export const relabelOneSchema = z.strictObject({ label }).meta({ id: 'RelabelOne' });

/** POST /api/dataset/samples/relabel */
export const relabelManySchema = z.strictObject({ ids, label }).meta({ id: 'RelabelMany' });

/** POST /api/dataset/samples/delete */
export const deleteManySchema = z.strictObject({ ids }).meta({ id: 'DeleteMany' });

/** POST /api/dataset/samples/relabel: all of them or none. */
export const relabelledAnswerSchema = z
  .strictObject({
    label: z.string(),
    relabelled: count,
    unchanged: count.describe('They had the label already.'),
    missing: z.array(id),
  })
  .meta({ id: 'RelabelledAnswer' });

/** POST /api/dataset/samples/move: what has been learned from cannot judge, so there is one way only. */
export const moveManySchema = z
  .strictObject({ ids, to: z.literal('train') })
  .meta({ id: 'MoveMany' });

/** POST /api/dataset/samples/move */
export const movedAnswerSchema = z
  .strictObject({
    moved: count,
    unchanged: count.describe('They were not in the test set.'),
    missing: z.array(id),
  })
  .meta({ id: 'MovedAnswer' });

/** DELETE /api/dataset/samples/:id and POST /api/dataset/samples/delete */
export const deletedAnswerSchema = z
  .strictObject({ deleted: count, missing: z.array(id) })
  .meta({ id: 'DeletedAnswer' });

/** PATCH /api/dataset/classes/:label */
export const renameClassSchema = z
  .strictObject({
    name: label,
    merge: z
      .boolean()
      .optional()
      .describe('Whether it may become one with a class that has the name already.'),
  })
  .meta({ id: 'RenameClass' });

/** PATCH /api/dataset/classes/:label */
export const classRenamedAnswerSchema = z
  .strictObject({
    label: z.string().describe('As it is spelled.'),
    relabelled: count.describe('Samples that have it now.'),
    merged: z.boolean(),
  })
  .meta({ id: 'ClassRenamedAnswer' });

/** DELETE /api/dataset/classes/:label */
export const classDeletedAnswerSchema = z
  .strictObject({ deleted: count })
  .meta({ id: 'ClassDeletedAnswer' });

const bySource = z.strictObject({ upload: count, archive: count, feedback: count });

/** GET /api/dataset */
export const datasetAnswerSchema = z
  .strictObject({
    total: count.describe('Without the test set.'),
    held_out: count,
    test: count.describe('Of the test set.'),
    classes: z
      .array(
        z.strictObject({
          label: z.string(),
          samples: count.describe('Without the test set.'),
          held_out: count.describe('Of these, kept out of training.'),
          test: count.describe('Of the test set.'),
          new: count.describe('Of these, labelled since the last training.'),
          by_source: bySource,
        }),
      )
      .describe('The ten of CIFAR-10, and every other label that has samples.'),
    sources: bySource,
    last_training_at: z.iso
      .datetime()
      .nullable()
      .describe('null while no version has been trained on samples.'),
    since_last_training: z.strictObject({
      added: count,
      relabelled: count,
      deleted: count,
      samples: count.describe('Samples that any of it happened to.'),
    }),
    feedback: z.strictObject({
      predictions: count.describe('The last ones with feedback, at most 1000.'),
      correct: count,
      accuracy: z.number().min(0).max(1).nullable(),
    }),
    prediction_images: z
      .strictObject({
        kept: count,
        bytes: count,
        dropped: count.describe('Since the start: there were too many at once.'),
        dropped_thumbnails: count,
      })
      .describe('Images of predictions that are kept for feedback.'),
  })
  .meta({ id: 'DatasetAnswer' });

/** GET /api/labels */
export const labelsAnswerSchema = z
  .strictObject({ labels: z.array(z.string()) })
  .meta({ id: 'LabelsAnswer' });

/** POST /api/upload/training-data */
export const trainingUploadAnswerSchema = z
  .strictObject({
    message: z.string(),
    files_saved: count,
    new: count,
    unchanged: count,
    relabelled: count,
    moved: count.describe('They were there, and are in the test set now.'),
    files: z.array(
      z.strictObject({
        filename: z.string().describe('Of an archive, followed by the path inside it.'),
        label: z.string(),
        id,
        outcome: z.enum(['new', 'unchanged', 'relabelled', 'moved']),
        split,
        previous_label: z.string().nullable(),
      }),
    ),
    errors: z.array(
      z.strictObject({
        filename: z.string(),
        error: z.string(),
        code: z
          .literal('TOO_MANY_CLASSES')
          .optional()
          .describe('Where its label would make a class too many.'),
      }),
    ),
    skipped: z
      .array(z.strictObject({ filename: z.string(), reason: z.string() }))
      .describe(
        'Files of archives that are no images and lie beside the classes, such as a README.',
      ),
  })
  .meta({ id: 'TrainingUploadAnswer' });

/** The same where no file was saved: an error that lists every reason. */
export const trainingUploadRefusalSchema = z
  .strictObject({
    error: z.string(),
    code: z.enum(['NO_IMAGE_SAVED', 'TOO_MANY_CLASSES']),
    request_id: z.string(),
    errors: trainingUploadAnswerSchema.shape.errors,
    skipped: trainingUploadAnswerSchema.shape.skipped,
  })
  .meta({ id: 'TrainingUploadRefusal' });

export type SampleAnswer = z.infer<typeof sampleSchema>;
export type SamplePageAnswer = z.infer<typeof samplePageSchema>;
export type SampleDetailAnswer = z.infer<typeof sampleDetailSchema>;
export type RelabelledAnswer = z.infer<typeof relabelledAnswerSchema>;
export type DeletedAnswer = z.infer<typeof deletedAnswerSchema>;
export type ClassRenamedAnswer = z.infer<typeof classRenamedAnswerSchema>;
export type ClassDeletedAnswer = z.infer<typeof classDeletedAnswerSchema>;
export type DatasetAnswer = z.infer<typeof datasetAnswerSchema>;
export type LabelsAnswer = z.infer<typeof labelsAnswerSchema>;
export type TrainingUploadAnswer = z.infer<typeof trainingUploadAnswerSchema>;
export type TrainingUploadRefusal = z.infer<typeof trainingUploadRefusalSchema>;
