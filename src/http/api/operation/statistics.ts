import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { statisticsAnswerSchema } from './statistics-schema';
import type { OperationParts } from './operation-parts';

export const statistics = defineRoute({
  method: 'get',
  path: '/api/statistics',
  name: 'statistics',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'Totals and averages over all history, and the predictions of each class.',
  description: 'Clients expect numbers, so an empty history has zeros.',
  answer: json(statisticsAnswerSchema),
  errors: [],
  handler:
    ({ state, store }: OperationParts) =>
    async () => {
      const found = await store.statistics();
      return {
        total_predictions: found.total,
        average_confidence: found.averageConfidence ?? 0,
        min_confidence: found.minConfidence ?? 0,
        max_confidence: found.maxConfidence ?? 0,
        average_prediction_time_ms: found.averageDurationMs ?? 0,
        predictions_per_class: Object.fromEntries([
          ...(state.model?.version.card.class_names ?? []).map((name) => [name, 0] as const),
          ...Object.entries(found.perClass),
        ]),
      };
    },
});
