import type { Prediction, PredictionFilter } from '../../../store/prediction';
import { clientSignal } from '../../kit/client-signal';
import { feedbackAnswer } from './feedback-answer';
import { HttpError } from '../../kit/errors/http-error';
import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { predictionAnswer } from './prediction-answer';
import {
  historyAnswerSchema,
  historyEntrySchema,
  historyQuerySchema,
  type HistoryEntryAnswer,
  type HistoryQuery,
} from './history-schema';
import type { PredictionParts } from './prediction-parts';

const DEFAULT_LIMIT = 20;

export const listPredictions = defineRoute({
  method: 'get',
  path: '/api/predictions',
  name: 'listPredictions',
  subject: 'predictions',
  scope: 'read',
  limit: 'search',
  summary: 'The history of predictions, a page at a time.',
  description: 'A page may hold fewer than `limit` where a long search goes on at `next_cursor`.',
  query: historyQuerySchema,
  answer: json(historyAnswerSchema),
  errors: ['INVALID_CURSOR'],
  handler:
    ({ store, labelledData: { images } }: PredictionParts) =>
    async ({ query, res }) => {
      const { limit = DEFAULT_LIMIT, cursor, sort } = query;
      if (sort === 'uncertainty') await images.flush();
      const page = await store.list(filterOf(query), limit, cursor, sort, clientSignal(res));
      const kept = await images.kept(page.predictions.map(({ id }) => id));
      return {
        predictions: page.predictions.map((prediction) => historyEntry(prediction, kept)),
        next_cursor: page.nextCursor,
      };
    },
});

export const findPrediction = defineRoute({
  method: 'get',
  path: '/api/predictions/:id',
  name: 'findPrediction',
  subject: 'predictions',
  scope: 'read',
  limit: 'default',
  summary: 'A prediction, and what was said of it.',
  answer: json(historyEntrySchema),
  errors: ['PREDICTION_NOT_FOUND'],
  handler:
    ({ store, labelledData: { images } }: PredictionParts) =>
    async ({ req }) => {
      const prediction = await store.find(String(req.params.id));
      if (prediction === undefined) {
        throw new HttpError('PREDICTION_NOT_FOUND', 'There is no prediction with this id.');
      }
      return historyEntry(prediction, await images.kept([prediction.id]));
    },
});

/** What a query of the history asks for. */
export function filterOf(query: HistoryQuery): PredictionFilter {
  return {
    ...(query.class !== undefined && { predictedClass: query.class }),
    ...(query.from !== undefined && { from: query.from }),
    ...(query.to !== undefined && { to: query.to }),
    ...(query.feedback !== undefined && { feedback: query.feedback }),
    ...(query.model_version !== undefined && { modelVersion: query.model_version }),
    ...(query.min_confidence !== undefined && { minConfidence: query.min_confidence }),
    ...(query.max_confidence !== undefined && { maxConfidence: query.max_confidence }),
    ...(query.uncertain !== undefined && { uncertain: query.uncertain }),
    ...(query.search !== undefined && { search: query.search }),
  };
}

function historyEntry(prediction: Prediction, kept: ReadonlySet<string>): HistoryEntryAnswer {
  const { feedback } = prediction;
  return {
    ...predictionAnswer(prediction),
    feedback: feedback === undefined ? null : feedbackAnswer(feedback),
    image_kept: kept.has(prediction.id),
  };
}
