import { z } from 'zod';
import { modelCardSchema } from '../../../registry/card';

const { network, training, metrics } = modelCardSchema.shape;

/** GET /api/model/info */
export const modelInfoAnswerSchema = z
  .strictObject({
    version: z.string(),
    engine: z.string(),
    precision: z.enum(['fp32', 'int8']).describe('Of the graph that runs.'),
    engine_reason: z.string().describe('Why this engine and this precision.'),
    input_shape: z
      .tuple([z.number().int(), z.number().int(), z.number().int()])
      .describe('Height, width and channels of what the network sees.'),
    num_classes: z.number().int().min(2),
    class_names: z.array(z.string()).min(2),
    model_summary: network,
    training_metadata: z.strictObject({
      ...training.shape,
      created_at: z.iso.datetime(),
      parent: z.string().nullable(),
      metrics,
      temperature: z.number(),
    }),
  })
  .meta({ id: 'ModelInfoAnswer' });

/** GET /api/model/uptime */
export const modelUptimeAnswerSchema = z
  .strictObject({
    start_time: z.iso.datetime(),
    current_time: z.iso.datetime(),
    uptime_seconds: z.number().nonnegative(),
    uptime_minutes: z.number().nonnegative(),
    uptime_hours: z.number().nonnegative(),
    is_retraining: z.boolean(),
  })
  .meta({ id: 'ModelUptimeAnswer' });

export type ModelInfoAnswer = z.infer<typeof modelInfoAnswerSchema>;
export type ModelUptimeAnswer = z.infer<typeof modelUptimeAnswerSchema>;
