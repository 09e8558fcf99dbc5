import type { RequestHandler, Response } from 'express';
import { IMAGE_FORMATS } from '../../config/image-formats';
import { pictureOfPixels } from '../../dataset/samples/former-pixels';
import { decodeImage } from '../../imaging/decode-image';
import { occlusionMap } from '../../inference/occlusion';
import { withLease } from '../../inference/with-lease';
import type { PredictionImage } from '../../store/prediction-images/prediction-image';
import { clientSignal } from '../client-signal';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import type { AttentionAnswer } from '../schemas/attention';
import { imageQuerySchema } from '../schemas/samples';
import { sendImage } from '../send-image';
import { sendMadeThumbnail, sendView, type Picture } from '../send-picture';

type Parts = Pick<HttpParts, 'store' | 'labelledData' | 'decodingGate'>;

/** What was accepted once is decoded, whatever is accepted now. */
const LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER, formats: IMAGE_FORMATS };

/**
 * GET /api/predictions/:id/image: the file that was sent, or, with `format=webp`, what a browser can
 * show of it. Of a prediction of an earlier release only the 32×32 pixels are left, as PNG.
 */
export function predictionImage(parts: Parts): RequestHandler {
  return async (req, res) => {
    const { format: wanted } = parseQuery(imageQuerySchema, req.query);
    const id = String(req.params.id);
    const picture = await pictureOf(parts, id, await findImage(parts, id));
    if (wanted === undefined) sendImage(res, picture.format, picture.bytes);
    else await sendView(res, parts.decodingGate, picture);
  };
}

/** GET /api/predictions/:id/thumbnail */
export function predictionThumbnail(parts: Parts): RequestHandler {
  return async (req, res) => {
    const id = String(req.params.id);
    const image = await findImage(parts, id);
    if (image.thumbnail !== null) sendImage(res, 'webp', image.thumbnail);
    else await sendMadeThumbnail(res, parts.decodingGate, await pictureOf(parts, id, image));
  };
}

/**
 * GET /api/predictions/:id/attention: where the network looks in the image, by the version that
 * answers now, which may be another one than made the prediction.
 */
export function predictionAttention(parts: Parts & Pick<HttpParts, 'state'>): RequestHandler {
  return async (req, res: Response<AttentionAnswer>) => {
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
    res.json({
      predicted_class: map.className,
      confidence: map.confidence,
      model_version: map.modelVersion,
      falls: map.falls.map((row) => [...row]),
    });
  };
}

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
