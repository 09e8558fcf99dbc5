import { z } from 'zod';

/** Parameters that this service knows; the protocol has any, and those it reserves are passed over. */
const inputParameters = z.object({
  /** Bytes behind the JSON that are the tensor's. */
  binary_data_size: z.int().min(0).optional(),
  /** `base64` where the bytes of a BYTES tensor are base64, which they always are in JSON. */
  content_type: z.string().max(100).optional(),
  shared_memory_region: z.string().optional(),
});

const input = z.object({
  name: z.string().max(100),
  shape: z.array(z.int().min(0)).min(1).max(8),
  datatype: z.string().max(20),
  parameters: inputParameters.optional(),
  /** Nested or flat, in row-major order. */
  data: z.unknown().optional(),
});

const requestedOutput = z.object({
  name: z.string().max(100),
  parameters: z
    .object({
      binary_data: z.boolean().optional(),
      /** The so many likeliest classes, as texts, instead of the numbers. */
      classification: z.int().min(1).max(10_000).optional(),
      shared_memory_region: z.string().optional(),
    })
    .optional(),
});

/** The JSON of POST …/infer */
export const inferBodySchema = z.object({
  id: z.string().max(1000).optional(),
  parameters: z.object({ binary_data_output: z.boolean().optional() }).optional(),
  inputs: z.array(input).min(1).max(8),
  outputs: z.array(requestedOutput).max(16).optional(),
});

const outputTensor = z.strictObject({
  name: z.string(),
  datatype: z.enum(['FP32', 'INT64', 'BOOL', 'BYTES']),
  shape: z.array(z.int()),
  parameters: z.strictObject({ binary_data_size: z.int() }).optional(),
  data: z.union([z.array(z.number()), z.array(z.string()), z.array(z.boolean())]).optional(),
});

/** POST …/infer */
export const inferAnswerSchema = z.strictObject({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string().optional(),
  outputs: z.array(outputTensor),
});

export const serverMetadataSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  extensions: z.array(z.string()),
});

const tensorMetadata = z.strictObject({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.int()),
});

export const modelMetadataSchema = z.strictObject({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(tensorMetadata),
  outputs: z.array(tensorMetadata),
});

export const liveSchema = z.strictObject({ live: z.literal(true) });
export const readySchema = z.strictObject({ ready: z.boolean() });
export const modelReadySchema = z.strictObject({ name: z.string(), ready: z.boolean() });

const duration = z.strictObject({ count: z.int(), ns: z.int() });

export const statisticsSchema = z.strictObject({
  model_stats: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      last_inference: z.int(),
      inference_count: z.int(),
      execution_count: z.int(),
      inference_stats: z.strictObject({
        success: duration,
        fail: duration,
        queue: duration,
        compute_input: duration,
        compute_infer: duration,
        compute_output: duration,
        cache_hit: duration,
        cache_miss: duration,
      }),
      batch_stats: z.array(
        z.strictObject({
          batch_size: z.int(),
          compute_input: duration,
          compute_infer: duration,
          compute_output: duration,
        }),
      ),
    }),
  ),
});

export const repositoryIndexBodySchema = z.object({ ready: z.boolean().default(false) });

export const repositoryIndexSchema = z.array(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    state: z.enum(['READY', 'UNAVAILABLE']),
    reason: z.string(),
  }),
);

/** POST …/load and …/unload */
export const repositoryChangeBodySchema = z.object({
  parameters: z.object({ version: z.string().max(64).optional() }).optional(),
});

export const repositoryChangeSchema = z.strictObject({});

export type InferBody = z.infer<typeof inferBodySchema>;
export type InferInput = InferBody['inputs'][number];
export type RequestedOutput = z.infer<typeof requestedOutput>;
export type InferAnswer = z.infer<typeof inferAnswerSchema>;
export type OutputTensor = z.infer<typeof outputTensor>;
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;
export type Statistics = z.infer<typeof statisticsSchema>;
