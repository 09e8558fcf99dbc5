import type { RequestHandler, Response } from 'express';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { predictionAnswer } from '../prediction-answer';
import { historyQuerySchema, type HistoryAnswer } from '../schemas/history';
import type { PredictionAnswer } from '../schemas/prediction';

type Parts = Pick<HttpParts, 'store'>;

const DEFAULT_LIMIT = 20;

/** GET /api/predictions: the history, newest first, a page at a time. */
export function listPredictions({ store }: Parts): RequestHandler {
  return async (req, res: Response<HistoryAnswer>) => {
    const query = parseQuery(historyQuerySchema, req.query);
    const filter = {
      ...(query.class !== undefined && { predictedClass: query.class }),
      ...(query.from !== undefined && { from: query.from }),
      ...(query.to !== undefined && { to: query.to }),
    };
    const page = await store.list(filter, query.limit ?? DEFAULT_LIMIT, query.cursor);
    res.json({
      predictions: page.predictions.map(predictionAnswer),
      next_cursor: page.nextCursor,
    });
  };
}

/** GET /api/predictions/:id */
export function findPrediction({ store }: Parts): RequestHandler {
  return async (req, res: Response<PredictionAnswer>) => {
    const prediction = await store.find(String(req.params.id));
    if (prediction === undefined) {
      throw new HttpError('PREDICTION_NOT_FOUND', 'There is no prediction with this id.');
    }
    res.json(predictionAnswer(prediction));
  };
}
