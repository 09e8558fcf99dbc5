import { z } from 'zod';
import { IMAGE_FORMATS } from '../../config/image-formats';
import { SAMPLE_SOURCES, SPLITS } from '../../store/samples/sample';
import { wholeNumber } from './whole-number';

const count = z.number().int().nonnegative();
const source = z.enum(SAMPLE_SOURCES);
const id = z.string().regex(/^[0-9a-f]{64}$/, 'must be the id of a sample');
const label = z.string().max(1000);
const split = z.enum(SPLITS);
const MAX_IDS = 1000;
const ids = z.array(id).min(1).max(MAX_IDS);

/** A labelled image. */
export const sampleSchema = z.strictObject({
  /** SHA-256 of the file, hexadecimal; of 32×32 pixels for a sample of an earlier release. */
  id,
  label: z.string(),
  /** Where it came from first. */
  source,
  file_name: z.string(),
  format: z.enum(IMAGE_FORMATS),
  /** Of the original file. */
  width: count,
  height: count,
  file_bytes: count,
  /** Kept out of training, to judge versions by: `split` is `held_out`. */
  held_out: z.boolean(),
  /** What it is for. */
  split,
  /** The prediction whose image it was. */
  prediction_id: z.string().nullable(),
  created_at: z.iso.datetime(),
  /** When its label was given last. */
  updated_at: z.iso.datetime(),
  thumbnail_url: z.string(),
  image_url: z.string(),
});

/** GET /api/dataset/samples: how many, from where, and which. */
export const sampleQuerySchema = z.strictObject({
  limit: wholeNumber(1, 200).optional(),
  /** `next_cursor` of the page before. */
  cursor: z.string().min(1).max(500).optional(),
  label: label.min(1).optional(),
  source: source.optional(),
  /** Without it, all but the test set. */
  split: split.optional(),
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
export const samplePageSchema = z.strictObject({
  /** Newest first. */
  samples: z.array(sampleSchema),
  /** null on the last page. */
  next_cursor: z.string().nullable(),
});

/** GET /api/dataset/samples/:id */
export const sampleDetailSchema = sampleSchema.extend({
  /** Oldest first. */
  history: z.array(
    z.strictObject({
      changed_at: z.iso.datetime(),
      /** `moved`: into the test set. */
      kind: z.enum(['added', 'relabelled', 'moved', 'deleted']),
      source: z.enum([...SAMPLE_SOURCES, 'edit']),
      from_label: z.string().nullable(),
      to_label: z.string().nullable(),
    }),
  ),
});

/** PATCH /api/dataset/samples/:id */
export const relabelOneSchema = z.strictObject({ label });

/** POST /api/dataset/samples/relabel */
export const relabelManySchema = z.strictObject({ ids, label });

/** POST /api/dataset/samples/delete */
export const deleteManySchema = z.strictObject({ ids });

/** POST /api/dataset/samples/relabel: all of them or none. */
export const relabelledAnswerSchema = z.strictObject({
  label: z.string(),
  relabelled: count,
  /** They had the label already. */
  unchanged: count,
  missing: z.array(id),
});

/** DELETE /api/dataset/samples/:id and POST /api/dataset/samples/delete */
export const deletedAnswerSchema = z.strictObject({ deleted: count, missing: z.array(id) });

/** PATCH /api/dataset/classes/:label */
export const renameClassSchema = z.strictObject({
  name: label,
  /** Whether it may become one with a class that has the name already. */
  merge: z.boolean().optional(),
});

/** PATCH /api/dataset/classes/:label */
export const classRenamedAnswerSchema = z.strictObject({
  /** As it is spelled. */
  label: z.string(),
  /** Samples that have it now. */
  relabelled: count,
  merged: z.boolean(),
});

/** DELETE /api/dataset/classes/:label */
export const classDeletedAnswerSchema = z.strictObject({ deleted: count });

const bySource = z.strictObject({ upload: count, archive: count, feedback: count });

/** GET /api/dataset */
export const datasetAnswerSchema = z.strictObject({
  /** Without the test set. */
  total: count,
  held_out: count,
  /** Of the test set. */
  test: count,
  /** The ten of CIFAR-10, and every other label that has samples. */
  classes: z.array(
    z.strictObject({
      label: z.string(),
      /** Without the test set. */
      samples: count,
      /** Of these, kept out of training. */
      held_out: count,
      /** Of the test set. */
      test: count,
      /** Of these, labelled since the last training. */
      new: count,
      by_source: bySource,
    }),
  ),
  sources: bySource,
  /** null while no version has been trained on samples. */
  last_training_at: z.iso.datetime().nullable(),
  since_last_training: z.strictObject({
    added: count,
    relabelled: count,
    deleted: count,
    /** Samples that any of it happened to. */
    samples: count,
  }),
  feedback: z.strictObject({
    /** The last ones with feedback, at most 1000. */
    predictions: count,
    correct: count,
    accuracy: z.number().min(0).max(1).nullable(),
  }),
  /** Images of predictions that are kept for feedback. */
  prediction_images: z.strictObject({
    kept: count,
    bytes: count,
    /** Since the start: there were too many at once. */
    dropped: count,
    dropped_thumbnails: count,
  }),
});

/** GET /api/labels */
export const labelsAnswerSchema = z.strictObject({ labels: z.array(z.string()) });

/** POST /api/upload/training-data */
export const trainingUploadAnswerSchema = z.strictObject({
  message: z.string(),
  files_saved: count,
  new: count,
  unchanged: count,
  relabelled: count,
  /** They were there, and are in the test set now. */
  moved: count,
  files: z.array(
    z.strictObject({
      /** Of an archive, followed by the path inside it. */
      filename: z.string(),
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
      /** Where its label would make a class too many. */
      code: z.literal('TOO_MANY_CLASSES').optional(),
    }),
  ),
  /** Files of archives that are no images and lie beside the classes, such as a README. */
  skipped: z.array(z.strictObject({ filename: z.string(), reason: z.string() })),
});

/** The same where no file was saved: an error that lists every reason. */
export const trainingUploadRefusalSchema = z.strictObject({
  error: z.string(),
  code: z.enum(['NO_IMAGE_SAVED', 'TOO_MANY_CLASSES']),
  request_id: z.string(),
  errors: trainingUploadAnswerSchema.shape.errors,
  skipped: trainingUploadAnswerSchema.shape.skipped,
});

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
