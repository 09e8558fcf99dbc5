import {
  IMAGE_FORMATS,
  IMAGE_MEDIA_TYPES,
  THUMBNAIL_MEDIA_TYPES,
} from '../../../config/image-formats';
import { pictureOfPixels } from '../../../dataset/samples/former-pixels';
import { decodeImage } from '../../../imaging/decode-image';
import { occlusionMap } from '../../../inference/occlusion';
import { withLease } from '../../../inference/with-lease';
import type { PredictionImage } from '../../../store/prediction-images/prediction-image';
import { clientSignal } from '../../kit/client-signal';
import { HttpError } from '../../kit/errors/http-error';
import { file, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { requireModel } from '../../middleware/require-model';
import { attentionAnswerSchema } from './attention-schema';
import { imageQuerySchema } from '../labelling/samples-schema';
import { PICTURE_ERRORS } from './picture-errors';
import { sendImage } from '../../kit/sending/send-image';
import { sendMadeThumbnail, sendView, type Picture } from '../../kit/sending/send-picture';
import type { PredictionParts } from './prediction-parts';

type Parts = Pick<PredictionParts, 'store' | 'labelledData' | 'decodingGate'>;

/** What was accepted once is decoded, whatever is accepted now. */
const LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER, formats: IMAGE_FORMATS };

export const predictionImage = defineRoute({
  method: 'get',
  path: '/api/predictions/:id/image',
  name: 'predictionImage',
  subject: 'predictions',
  scope: 'read',
  limit: 'default',
  summary: 'The picture of a prediction as it came, while it is kept.',
  description:
    'With `format=webp` it is what a browser can show of it. Of a prediction of an earlier release only the 32×32 pixels are left, as PNG.',
  query: imageQuerySchema,
  answer: file('the picture', IMAGE_MEDIA_TYPES),
  errors: ['PREDICTION_NOT_FOUND', 'IMAGE_NOT_KEPT', 'QUEUE_FULL'],
  handler:
    (parts: PredictionParts) =>
    async ({ req, res, query: { format: wanted } }) => {
      const id = String(req.params.id);
      const picture = await pictureOf(parts, id, await findImage(parts, id));
      if (wanted === undefined) sendImage(res, picture.format, picture.bytes);
      else await sendView(res, parts.decodingGate, picture);
    },
});

export const predictionThumbnail = defineRoute({
  method: 'get',
  path: '/api/predictions/:id/thumbnail',
  name: 'predictionThumbnail',
  subject: 'predictions',
  scope: 'read',
  limit: 'default',
  summary: 'A small picture of a prediction, while it is kept.',
  answer: file('the thumbnail', THUMBNAIL_MEDIA_TYPES),
  errors: ['PREDICTION_NOT_FOUND', 'IMAGE_NOT_KEPT', 'QUEUE_FULL'],
  handler:
    (parts: PredictionParts) =>
    async ({ req, res }) => {
      const id = String(req.params.id);
      const image = await findImage(parts, id);
      if (image.thumbnail !== null) sendImage(res, 'webp', image.thumbnail);
      else await sendMadeThumbnail(res, parts.decodingGate, await pictureOf(parts, id, image));
    },
});

export const predictionAttention = defineRoute({
  method: 'get',
  path: '/api/predictions/:id/attention',
  name: 'predictionAttention',
  subject: 'predictions',
  scope: 'predict',
  limit: 'attention',
  summary: 'Where the network looks in the picture of a prediction.',
  description:
    'By the version that answers now, which may be another one than made the prediction.',
  answer: json(attentionAnswerSchema),
  errors: ['PREDICTION_NOT_FOUND', 'IMAGE_NOT_KEPT', ...PICTURE_ERRORS],
  before: ({ state }: PredictionParts) => [requireModel({ state })],
  handler:
    (parts: PredictionParts) =>
    async ({ req, res }) => {
      const id = String(req.params.id);
      const { bytes } = await pictureOf(parts, id, await findImage(parts, id));
      const signal = clientSignal(res);
      const admit = (size: number): Promise<() => void> =>
        parts.decodingGate.enter(size, 'single', signal);
      const { classifier } = parts.state.requireModel();
      const map = await withLease(classifier, async (lease) => {
        const { pixels } = await decodeImage(bytes, { ...LIMITS, admit }, lease.version.card.input);
        return occlusionMap(lease, pixels, signal);
      });
      return {
        predicted_class: map.className,
        confidence: map.confidence,
        model_version: map.modelVersion,
        falls: map.falls.map((row) => [...row]),
      };
    },
});

async function findImage({ store, labelledData }: Parts, id: string): Promise<PredictionImage> {
  const image = await labelledData.images.find(id);
  if (image !== undefined) return image;
  if ((await store.find(id)) === undefined) {
    throw new HttpError('PREDICTION_NOT_FOUND', 'There is no prediction with this id.');
  }
  throw notKept();
}

async function pictureOf(
  { labelledData }: Parts,
  id: string,
  image: PredictionImage,
): Promise<Picture> {
  if (image.format === null) return pictureOfPixels(image.pixels);
  const bytes = await labelledData.images.file(id);
  if (bytes === undefined) throw notKept(); // it has become too old just now
  return { ...image, bytes };
}

function notKept(): HttpError {
  return new HttpError('IMAGE_NOT_KEPT', 'The image of this prediction is not kept.');
}
