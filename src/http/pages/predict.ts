import type { RequestHandler } from 'express';
import { predictPage as predictView } from '../../dashboard/predict';
import type { PageParts } from './page-parts';
import { imageLimits } from '../api/predictions/image-limits';

type Parts = Pick<PageParts, 'config' | 'state' | 'store' | 'release' | 'startedAt' | 'now'>;

/** GET /predict: views/predict.ejs. */
export function predictPage(parts: Parts): RequestHandler {
  const { config, state, store, release, now } = parts;
  const limits = {
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxBatchFiles: config.MAX_BATCH_FILES,
    maxBatchBytes: config.MAX_BATCH_CONTENT_LENGTH,
    formats: imageLimits(config).formats,
  };
  return async (req, res) => {
    const origin = `${req.protocol}://${req.host}`;
    const view = await predictView({
      model: state.model,
      store,
      startedAt: parts.startedAt(),
      now,
      release,
      origin,
      limits,
    });
    res.set('Cache-Control', 'no-cache').render('predict', view);
  };
}
