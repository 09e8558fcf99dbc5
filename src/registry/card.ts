import { z } from 'zod';

const metrics = z.object({
  accuracy: z.number(),
  precision_macro: z.number(),
  precision_weighted: z.number(),
  recall_macro: z.number(),
  recall_weighted: z.number(),
  f1_macro: z.number(),
  f1_weighted: z.number(),
  /** rows: true class, columns: predicted class */
  confusion_matrix: z.array(z.array(z.number().int())),
  /** area under the one-versus-rest ROC curve of each class */
  auc_per_class: z.record(z.string(), z.number()),
  images: z.number().int(),
});

/** What `models/<version>/card.json` holds: where a version comes from and how good it is. */
export const modelCardSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  created_at: z.iso.datetime(),
  parent: z.string().nullable(),
  class_names: z.array(z.string()).min(2),
  input_shape: z.tuple([z.literal(32), z.literal(32), z.literal(3)]),
  network: z.object({
    name: z.string(),
    parameters: z.number().int(),
    /** of one forward pass of one image, in millions; a multiply-add counts as two */
    mflop: z.number(),
    layers: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        output_shape: z.string(),
        parameters: z.number().int(),
      }),
    ),
  }),
  training: z.object({
    data: z.string(),
    /** SHA-256 over the training images and labels in reading order */
    data_fingerprint: z.string(),
    images: z.number().int(),
    validation_images: z.number().int(),
    epochs: z.number().int(),
    batch_size: z.number().int(),
    seed: z.number().int(),
    /** the whole recipe as data */
    recipe: z.record(z.string(), z.unknown()),
    engine: z.string(),
    machine: z.string(),
    duration_seconds: z.number(),
    images_per_second: z.number(),
    history: z.array(
      z.object({
        epoch: z.number().int(),
        loss: z.number(),
        accuracy: z.number(),
        val_accuracy: z.number(),
        seconds: z.number(),
      }),
    ),
  }),
  metrics: z.object({
    validation: metrics.nullable(),
    test: metrics.nullable(),
  }),
  /** softmax temperature fitted on the validation images */
  temperature: z.number(),
  parity: z.object({
    /** largest difference between tfjs and ONNX logits on the probe batch */
    max_logit_difference: z.number(),
    probe_images: z.number().int(),
  }),
  /** SHA-256 of every other file of the version, in hexadecimal */
  files: z.record(z.string(), z.string()),
});

export type ModelCard = z.infer<typeof modelCardSchema>;
export type Metrics = z.infer<typeof metrics>;
