import { z } from 'zod';
import { ownSummarySchema } from '../models/own-pictures-schema';

const slot = z.strictObject({
  at: z.number().int().describe('milliseconds since the epoch'),
  requests: z.number().int(),
  predictions: z.number().int(),
  rejected: z.number().int(),
  failed: z.number().int(),
  p50_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
});

/** GET /api/overview, and the data of each event of GET /api/overview/events. */
export const overviewAnswerSchema = z
  .strictObject({
    status: z.enum(['loading', 'healthy', 'degraded', 'stopping']),
    model_version: z.string().nullable(),
    own: ownSummarySchema.describe("how the model in service does on its user's pictures"),
    uptime_seconds: z.number(),
    predictions: z.strictObject({
      total: z.number().int(),
      today: z.number().int(),
      uncertain_today: z.number().int(),
      average_confidence: z.number().nullable(),
      per_class_today: z.record(z.string(), z.number().int()),
      by_confidence: z
        .array(z.number().int())
        .describe('of all predictions, by confidence, in twentieths from 0 to 1'),
    }),
    traffic: z
      .strictObject({
        seconds: z.number().int(),
        requests: z.number().int(),
        predictions_per_second: z.number(),
        latency_ms: z
          .strictObject({ p50: z.number(), p95: z.number(), p99: z.number() })
          .nullable(),
        refused: z.number().int(),
        rejected: z.number().int(),
        failed: z.number().int(),
      })
      .describe('what went through this process in the last five minutes'),
    queue: z.strictObject({
      queued_images: z.number().int(),
      running_images: z.number().int(),
      workers: z.number().int(),
      batches: z.number().int().describe('since the start, and the images in them'),
      batched_images: z.number().int(),
    }),
    event_loop_delay_ms: z
      .strictObject({ p50: z.number(), p99: z.number(), max: z.number() })
      .describe('how much later than due the event loop came round, in the last five seconds'),
    slots: z.array(slot).describe('five seconds each, oldest first'),
  })
  .meta({ id: 'OverviewAnswer' });

export type OverviewAnswer = z.infer<typeof overviewAnswerSchema>;
