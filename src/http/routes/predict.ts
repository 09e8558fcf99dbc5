import type { RequestHandler, Response } from 'express';
import { decodeImage } from '../../imaging/decode-image';
import { withLease } from '../../inference/with-lease';
import { clientSignal } from '../client-signal';
import type { HttpParts } from '../http-parts';
import { imageLimits } from '../image-limits';
import { predictionAnswer, toPrediction } from '../prediction-answer';
import { recordPredictions } from '../record-predictions';
import type { PredictionAnswer } from '../schemas/prediction';
import { imageReceiver } from '../upload/receive-image';

type Parts = Pick<
  HttpParts,
  | 'config'
  | 'state'
  | 'store'
  | 'labelledData'
  | 'decodingGate'
  | 'historyPlaces'
  | 'uploads'
  | 'now'
  | 'monotonicMs'
  | 'newId'
>;

/** POST /api/predict: one image in, its class out. */
export function predict(parts: Parts): RequestHandler {
  const { config, state, decodingGate, uploads, historyPlaces, now, monotonicMs, newId } = parts;
  const limits = imageLimits(config);
  const receiveImage = imageReceiver({
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    memory: uploads.memory,
  });

  return async (req, res: Response<PredictionAnswer>) => {
    const signal = clientSignal(res);
    const { bytes, fileName } = await receiveImage(req, res);
    const arrivedMs = monotonicMs();
    const admit = (pixels: number): Promise<() => void> =>
      decodingGate.enter(pixels, 'single', signal);
    const { classifier } = state.requireModel();
    const { image, classification } = await withLease(classifier, async (lease) => {
      const decoded = await decodeImage(bytes, { ...limits, admit }, lease.version.card.input);
      const [classified] = await lease.classify([decoded.pixels], signal);
      return { image: decoded, classification: classified! };
    });
    const createdAt = now();
    const prediction = toPrediction(classification, {
      id: newId(),
      createdAt,
      place: historyPlaces.next(createdAt.getTime()),
      fileName: fileName ?? `image.${image.format}`,
      durationMs: monotonicMs() - arrivedMs,
    });
    await recordPredictions(parts, [{ prediction, image, bytes }]);
    res.locals.predictions = 1;
    res.json(predictionAnswer(prediction));
  };
}
