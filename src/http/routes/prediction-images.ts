import type { RequestHandler } from 'express';
import { encodePng } from '../../imaging/thumbnail';
import type { PredictionImage } from '../../store/prediction-images/prediction-image';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { sendImage } from '../send-image';

type Parts = Pick<HttpParts, 'store' | 'labelledData'>;

/** GET /api/predictions/:id/image: the 32×32 pixels that the network saw, as PNG. */
export function predictionImage(parts: Parts): RequestHandler {
  return async (req, res) => {
    const { pixels } = await findImage(parts, String(req.params.id));
    sendImage(res, 'png', await encodePng(pixels));
  };
}

/** GET /api/predictions/:id/thumbnail: a larger picture where there is one. */
export function predictionThumbnail(parts: Parts): RequestHandler {
  return async (req, res) => {
    const { pixels, thumbnail } = await findImage(parts, String(req.params.id));
    if (thumbnail !== null) sendImage(res, 'webp', thumbnail);
    else sendImage(res, 'png', await encodePng(pixels));
  };
}

async function findImage({ store, labelledData }: Parts, id: string): Promise<PredictionImage> {
  const image = await labelledData.images.find(id);
  if (image !== undefined) return image;
  if ((await store.find(id)) === undefined) {
    throw new HttpError('PREDICTION_NOT_FOUND', 'There is no prediction with this id.');
  }
  throw new HttpError('IMAGE_NOT_KEPT', 'The image of this prediction is not kept.');
}
