import { CIFAR10_INPUT } from '../../config/cifar10';
import type { RequestHandler, Response } from 'express';
import { encodePng } from '../../imaging/thumbnail';
import { occlusionMap } from '../../inference/occlusion';
import { withLease } from '../../inference/with-lease';
import type { PredictionImage } from '../../store/prediction-images/prediction-image';
import { clientSignal } from '../client-signal';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import type { AttentionAnswer } from '../schemas/attention';
import { sendImage } from '../send-image';

type Parts = Pick<HttpParts, 'store' | 'labelledData'>;

/** GET /api/predictions/:id/image: the 32×32 pixels that the network saw, as PNG. */
export function predictionImage(parts: Parts): RequestHandler {
  return async (req, res) => {
    const { pixels } = await findImage(parts, String(req.params.id));
    sendImage(res, 'png', await encodePng(pixels, CIFAR10_INPUT));
  };
}

/** GET /api/predictions/:id/thumbnail: a larger picture where there is one. */
export function predictionThumbnail(parts: Parts): RequestHandler {
  return async (req, res) => {
    const { pixels, thumbnail } = await findImage(parts, String(req.params.id));
    if (thumbnail !== null) sendImage(res, 'webp', thumbnail);
    else sendImage(res, 'png', await encodePng(pixels, CIFAR10_INPUT));
  };
}

/**
 * GET /api/predictions/:id/attention: where the network looks in the image, by the version that
 * answers now, which may be another one than made the prediction.
 */
export function predictionAttention(parts: Parts & Pick<HttpParts, 'state'>): RequestHandler {
  return async (req, res: Response<AttentionAnswer>) => {
    const { pixels } = await findImage(parts, String(req.params.id));
    const { classifier } = parts.state.requireModel();
    const map = await withLease(classifier, (lease) =>
      occlusionMap(lease, pixels, clientSignal(res)),
    );
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
  throw new HttpError('IMAGE_NOT_KEPT', 'The image of this prediction is not kept.');
}
