import { z } from 'zod';

/** POST …:predict; pictures are read by `readPredictRequest`, because they have many forms. */
export const predictBodySchema = z.object({
  signature_name: z.string().max(100).optional(),
  /** Rows: one picture each. */
  instances: z.unknown().optional(),
  /** Columns: all pictures of an input together. */
  inputs: z.unknown().optional(),
});

/** POST …:classify */
export const classifyBodySchema = z.object({
  signature_name: z.string().max(100).optional(),
  /** What all examples have in common. */
  context: z.unknown().optional(),
  examples: z.array(z.unknown()).min(1),
});

const row = z.strictObject({
  probabilities: z.array(z.number()),
  class_index: z.int(),
  label: z.string(),
  uncertain: z.boolean(),
  prediction_id: z.string(),
});

const columns = z.strictObject({
  probabilities: z.array(z.array(z.number())),
  class_index: z.array(z.int()),
  label: z.array(z.string()),
  uncertain: z.array(z.boolean()),
  prediction_id: z.array(z.string()),
});

/** One output stands there without its name, several with theirs. */
export const predictAnswerSchema = z.union([
  z.strictObject({ predictions: z.union([z.array(z.array(z.number())), z.array(row)]) }),
  z.strictObject({ outputs: z.union([z.array(z.array(z.number())), columns]) }),
]);

/** The classes of each example with their scores, in the order of the version. */
export const classifyAnswerSchema = z.strictObject({
  results: z.array(z.array(z.tuple([z.string(), z.number()]))),
});

export const modelStatusSchema = z.strictObject({
  model_version_status: z.array(
    z.strictObject({
      version: z.string(),
      state: z.enum(['START', 'AVAILABLE', 'END']),
      status: z.strictObject({ error_code: z.string(), error_message: z.string() }),
    }),
  ),
});

const tensorInfo = z.strictObject({
  dtype: z.string(),
  tensor_shape: z.strictObject({
    dim: z.array(z.strictObject({ size: z.string(), name: z.string() })),
    unknown_rank: z.boolean(),
  }),
  name: z.string(),
});

const inputs = z.strictObject({ images: tensorInfo, image_bytes: tensorInfo });

const methodName = z.literal('tensorflow/serving/predict');

export const modelMetadataSchema = z.strictObject({
  model_spec: z.strictObject({
    name: z.string(),
    signature_name: z.string(),
    version: z.string(),
  }),
  metadata: z.strictObject({
    signature_def: z.strictObject({
      signature_def: z.strictObject({
        serving_default: z.strictObject({
          inputs,
          outputs: z.strictObject({ probabilities: tensorInfo }),
          method_name: methodName,
        }),
        labelled: z.strictObject({
          inputs,
          outputs: z.strictObject({
            probabilities: tensorInfo,
            class_index: tensorInfo,
            label: tensorInfo,
            uncertain: tensorInfo,
            prediction_id: tensorInfo,
          }),
          method_name: methodName,
        }),
      }),
    }),
  }),
});

export type PredictBody = z.infer<typeof predictBodySchema>;
export type ClassifyBody = z.infer<typeof classifyBodySchema>;
export type PredictAnswer = z.infer<typeof predictAnswerSchema>;
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;
export type TensorInfo = z.infer<typeof tensorInfo>;
export type ModelStatus = z.infer<typeof modelStatusSchema>;
