import { z } from 'zod';

/** GET /api/health */
export const healthAnswerSchema = z
  .strictObject({
    status: z.enum(['healthy', 'degraded', 'loading', 'stopping']),
    model_loaded: z.boolean(),
    uptime_seconds: z.number().nonnegative(),
    timestamp: z.iso.datetime(),
    version: z.string().describe('Of the service, not of the model.'),
    model_version: z.string().nullable(),
    engine: z.string().nullable(),
  })
  .meta({ id: 'HealthAnswer' });

/** GET /api/health/live: the process answers. */
export const livenessAnswerSchema = z
  .strictObject({ live: z.literal(true) })
  .meta({ id: 'LivenessAnswer' });

/** GET /api/health/ready: it can be sent work; 503 while it can't. */
export const readinessAnswerSchema = z
  .strictObject({
    ready: z.boolean(),
    status: healthAnswerSchema.shape.status,
    problems: z
      .array(z.strictObject({ code: z.string(), message: z.string() }))
      .optional()
      .describe('what keeps it from being ready, while it is degraded'),
  })
  .meta({ id: 'ReadinessAnswer' });

export type HealthAnswer = z.infer<typeof healthAnswerSchema>;
export type LivenessAnswer = z.infer<typeof livenessAnswerSchema>;
export type ReadinessAnswer = z.infer<typeof readinessAnswerSchema>;
