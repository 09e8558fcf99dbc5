import { clientSignal } from '../../kit/client-signal';
import { json } from '../../kit/answers';
import { streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { shedLoad } from '../../middleware/shed-load';
import { predictionAnswer } from './prediction-answer';
import { PREDICTION_ERRORS } from './picture-errors';
import { predictionAnswerSchema, predictQuerySchema } from './prediction-schema';
import { imageReceiver } from '../../upload/receive-image';
import type { PredictionParts } from './prediction-parts';

export const predict = defineRoute({
  method: 'post',
  path: '/api/predict',
  name: 'predict',
  subject: 'predictions',
  scope: 'predict',
  limit: 'predict',
  summary: 'One picture in, its class out.',
  query: predictQuerySchema,
  body: streamedBody({
    form: [{ name: 'file', description: 'The picture.', isRequired: true }],
    files: ['image/*', 'application/octet-stream'],
  }),
  answer: json(predictionAnswerSchema),
  errors: PREDICTION_ERRORS,
  // Under overload a picture is refused before it is read.
  before: ({ state, config }: PredictionParts) => [
    shedLoad({ state, maxQueueSize: config.MAX_QUEUE_SIZE }),
  ],
  handler: ({ config, uploads, predictions, monotonicMs }: PredictionParts) => {
    const receiveImage = imageReceiver({
      maxFileBytes: config.MAX_CONTENT_LENGTH,
      memory: uploads.memory,
    });
    return async ({ req, res, query }) => {
      const signal = clientSignal(res);
      const { bytes, fileName } = await receiveImage(req, res);
      const { prediction } = await predictions.one(
        { kind: 'file', fileName, bytes },
        {
          version: query.model_version,
          signal,
          arrivedMs: monotonicMs(),
          trace: res.locals.trace,
        },
      );
      res.locals.predictions = 1;
      return predictionAnswer(prediction, query.top_k);
    };
  },
});
