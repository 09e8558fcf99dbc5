import type { Request, Response } from 'express';
import { decodeImage } from '../../imaging/decode-image';
import { withLease } from '../../inference/with-lease';
import { clientSignal } from '../client-signal';
import type { HttpParts } from '../http-parts';
import { imageLimits } from '../image-limits';
import { json } from '../kit/answers';
import { streamedBody } from '../kit/bodies';
import { defineRoute } from '../kit/route';
import { shedLoad } from '../middleware/shed-load';
import { predictionAnswer, toPrediction } from '../prediction-answer';
import { PICTURE_ERRORS } from '../picture-errors';
import { recordPredictions } from '../record-predictions';
import { predictionAnswerSchema, type PredictionAnswer } from '../schemas/prediction';
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

export const predict = defineRoute({
  method: 'post',
  path: '/api/predict',
  name: 'predict',
  subject: 'predictions',
  scope: 'predict',
  limit: 'predict',
  summary: 'One picture in, its class out.',
  body: streamedBody({
    form: [{ name: 'file', description: 'The picture.', isRequired: true }],
    files: ['image/*', 'application/octet-stream'],
  }),
  answer: json(predictionAnswerSchema),
  errors: PICTURE_ERRORS,
  // Under overload a picture is refused before it is read.
  before: ({ state, config }) => [shedLoad({ state, maxQueueSize: config.MAX_QUEUE_SIZE })],
  handler: (parts) => {
    const answer = classifying(parts);
    return ({ req, res }) => answer(req, res);
  },
});

/** Makes what classifies the picture of a request. */
function classifying(parts: Parts): (req: Request, res: Response) => Promise<PredictionAnswer> {
  const { config, state, decodingGate, uploads, historyPlaces, now, monotonicMs, newId } = parts;
  const limits = imageLimits(config);
  const receiveImage = imageReceiver({
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    memory: uploads.memory,
  });

  return async (req, res) => {
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
    return predictionAnswer(prediction);
  };
}
