import type { RequestHandler, Response } from 'express';
import type { Prediction, PredictionFilter } from '../../store/prediction';
import { clientSignal } from '../client-signal';
import { feedbackAnswer } from '../feedback-answer';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { predictionAnswer } from '../prediction-answer';
import {
  historyQuerySchema,
  type HistoryAnswer,
  type HistoryEntryAnswer,
  type HistoryQuery,
} from '../schemas/history';

type Parts = Pick<HttpParts, 'store' | 'labelledData'>;

const DEFAULT_LIMIT = 20;

/** GET /api/predictions: the history, a page at a time. */
export function listPredictions({ store, labelledData: { images } }: Parts): RequestHandler {
  return async (req, res: Response<HistoryAnswer>) => {
    const query = parseQuery(historyQuerySchema, req.query);
    const { limit = DEFAULT_LIMIT, cursor, sort } = query;
    if (sort === 'uncertainty') await images.flush();
    const page = await store.list(filterOf(query), limit, cursor, sort, clientSignal(res));
    const kept = await images.kept(page.predictions.map(({ id }) => id));
    res.json({
      predictions: page.predictions.map((prediction) => historyEntry(prediction, kept)),
      next_cursor: page.nextCursor,
    });
  };
}

/** GET /api/predictions/:id */
export function findPrediction({ store, labelledData: { images } }: Parts): RequestHandler {
  return async (req, res: Response<HistoryEntryAnswer>) => {
    const prediction = await store.find(String(req.params.id));
    if (prediction === undefined) {
      throw new HttpError('PREDICTION_NOT_FOUND', 'There is no prediction with this id.');
    }
    res.json(historyEntry(prediction, await images.kept([prediction.id])));
  };
}

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
