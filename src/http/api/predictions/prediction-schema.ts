import { z } from 'zod';
import { errorCodeSchema } from '../../kit/errors/error-schema';
import { wholeNumber } from '../../kit/reading/whole-number';

const probability = z.number().min(0).max(1);

/** POST /api/predict and /api/predict/batch; other parameters are not looked at. */
export const predictQuerySchema = z.object({
  model_version: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('The version that is to answer; the active one by default.'),
  top_k: wholeNumber(1, 9999).optional().describe('How many classes `top_k` lists; 3 by default.'),
});

/** One prediction: POST /api/predict, GET /api/predictions/:id and the items of lists. */
export const predictionAnswerSchema = z
  .strictObject({
    id: z.string().min(1).describe('UUIDv7: sorts by time.'),
    predicted_class: z.string(),
    predicted_class_index: z.number().int(),
    confidence: probability,
    uncertain: z
      .boolean()
      .describe(
        'It looks like nothing that the model has learned; false for what was predicted by others.',
      ),
    prediction_time_ms: z
      .number()
      .nonnegative()
      .describe("From the arrival of the image's last byte to the result."),
    timestamp: z.iso.datetime(),
    all_probabilities: z.record(z.string(), probability),
    top_k: z
      .array(z.strictObject({ class: z.string(), probability }))
      .describe('The likeliest classes, likeliest first.'),
    file_name: z.string(),
    model_version: z.string(),
  })
  .meta({ id: 'PredictionAnswer' });

/** Position of the file in the upload, from 0: file names may repeat. */
const index = z.number().int().nonnegative();

/** POST /api/predict/batch */
export const batchAnswerSchema = z
  .strictObject({
    total_processed: z.number().int().nonnegative(),
    total_errors: z.number().int().nonnegative(),
    predictions: z.array(predictionAnswerSchema.extend({ index })),
    errors: z.array(
      z.strictObject({ index, filename: z.string(), error: z.string(), code: errorCodeSchema }),
    ),
  })
  .meta({ id: 'BatchAnswer' });

export type PredictionAnswer = z.infer<typeof predictionAnswerSchema>;
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;
