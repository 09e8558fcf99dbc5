import { z } from 'zod';

/** GET /api/statistics: over all history. The averages are 0 while there is none. */
export const statisticsAnswerSchema = z
  .strictObject({
    total_predictions: z.number().int().nonnegative(),
    average_confidence: z.number().min(0).max(1),
    min_confidence: z.number().min(0).max(1),
    max_confidence: z.number().min(0).max(1),
    average_prediction_time_ms: z.number().nonnegative(),
    predictions_per_class: z
      .record(z.string(), z.number().int().nonnegative())
      .describe(
        'every class of the version in service, and every other one that was ever predicted',
      ),
  })
  .meta({ id: 'StatisticsAnswer' });

export type StatisticsAnswer = z.infer<typeof statisticsAnswerSchema>;
