import type { RequestHandler, Response } from 'express';
import type { HttpParts } from '../http-parts';
import type { StatisticsAnswer } from '../schemas/statistics';

/** GET /api/statistics: over all history. Clients expect numbers, so an empty one has zeros. */
export function statistics({ state, store }: Pick<HttpParts, 'state' | 'store'>): RequestHandler {
  return async (_req, res: Response<StatisticsAnswer>) => {
    const found = await store.statistics();
    res.json({
      total_predictions: found.total,
      average_confidence: found.averageConfidence ?? 0,
      min_confidence: found.minConfidence ?? 0,
      max_confidence: found.maxConfidence ?? 0,
      average_prediction_time_ms: found.averageDurationMs ?? 0,
      predictions_per_class: Object.fromEntries([
        ...(state.model?.version.card.class_names ?? []).map((name) => [name, 0] as const),
        ...Object.entries(found.perClass),
      ]),
    });
  };
}
