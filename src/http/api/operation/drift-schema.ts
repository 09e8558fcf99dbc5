import { z } from 'zod';
import { PIXEL_STATISTICS } from '../../../imaging/pixel-statistics';
import { SIGNALS } from '../../../monitoring/drift/reference';

/** The query of GET /api/drift. */
export const driftQuerySchema = z.object({
  version: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('the version whose pictures it is; by default the one in service'),
});

const share = z.number().min(0).max(1);
const unlikeness = z
  .number()
  .nonnegative()
  .nullable()
  .describe('in units of what chance explains: above 1 it looks different; null: cannot be said');
const estimate = z
  .strictObject({ value: share, low: share, high: share })
  .meta({ id: 'EstimatedAccuracy', description: 'an accuracy, with its 95% interval' });

const driftWindow = z
  .strictObject({
    first_at: z.iso.datetime().describe('when its first picture was classified'),
    last_at: z.iso.datetime(),
    is_closed: z.boolean().describe('whether no more pictures come to it'),
    pictures: z.int().positive(),
    uncertain: z.int().nonnegative().describe('pictures that looked like none of the classes'),
    unlikeness: z.strictObject({
      classes: unlikeness,
      confidence: unlikeness,
      features: unlikeness,
      pixels: unlikeness,
    }),
    population_stability_index: z.number().nonnegative().describe('of the mix of classes'),
    jensen_shannon_divergence: share.describe('of the mix of classes, in bits'),
    predictions_per_class: z.record(z.string(), z.int().nonnegative()),
    pixels: z
      .array(
        z.strictObject({
          statistic: z.enum(PIXEL_STATISTICS),
          mean: z.number(),
          reference: z.number(),
          deviations: z.number().describe('their difference, in standard deviations of a picture'),
        }),
      )
      .describe('empty where the version does not say how pictures look'),
    estimated_accuracy: z.strictObject({
      by_threshold: estimate.describe('average thresholded confidence (ATC)'),
      by_confidence: estimate.describe('confidence-based performance estimation (CBPE)'),
    }),
    feedback: z
      .strictObject({ predictions: z.int().nonnegative(), accuracy: share.nullable() })
      .describe('what people said of its predictions'),
  })
  .meta({ id: 'DriftWindow' });

/** GET /api/drift */
export const driftAnswerSchema = z
  .strictObject({
    version: z.string(),
    state: z.enum(['unknown', 'none', 'drifting']),
    since: z.iso.datetime().nullable().describe('when drift began; null while there is none'),
    signals: z.array(z.enum(SIGNALS)).describe('what looks different since then'),
    explanation: z.string().describe('the same in words'),
    reference: z
      .strictObject({ pictures: z.int().positive(), accuracy: share })
      .nullable()
      .describe('what pictures are compared with; null where the version does not say enough'),
    windows: z.array(driftWindow).describe('oldest first; the last one may be open'),
    strangest: z
      .array(z.strictObject({ prediction_id: z.string(), strangeness: z.number() }))
      .describe('of late, the pictures that are most unlike what the version learned'),
  })
  .meta({ id: 'DriftAnswer' });

export type DriftAnswer = z.infer<typeof driftAnswerSchema>;
