import { z } from 'zod';
import { errorCodeSchema } from './error';

const probability = z.number().min(0).max(1);

/** One prediction: POST /api/predict, GET /api/predictions/:id and the items of lists. */
export const predictionAnswerSchema = z.strictObject({
  /** UUIDv7: sorts by time. */
  id: z.string().min(1),
  predicted_class: z.string(),
  predicted_class_index: z.number().int(),
  confidence: probability,
  /** It looks like nothing that the model has learned; false for what was predicted by others. */
  uncertain: z.boolean(),
  /** From the arrival of the image's last byte to the result. */
  prediction_time_ms: z.number().nonnegative(),
  timestamp: z.iso.datetime(),
  all_probabilities: z.record(z.string(), probability),
  /** The likeliest classes, likeliest first. */
  top_k: z.array(z.strictObject({ class: z.string(), probability })),
  file_name: z.string(),
  model_version: z.string(),
});

/** Position of the file in the upload, from 0: file names may repeat. */
const index = z.number().int().nonnegative();

/** POST /api/predict/batch */
export const batchAnswerSchema = z.strictObject({
  total_processed: z.number().int().nonnegative(),
  total_errors: z.number().int().nonnegative(),
  predictions: z.array(predictionAnswerSchema.extend({ index })),
  errors: z.array(
    z.strictObject({ index, filename: z.string(), error: z.string(), code: errorCodeSchema }),
  ),
});

export type PredictionAnswer = z.infer<typeof predictionAnswerSchema>;
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;
