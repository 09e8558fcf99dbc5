import type { RequestHandler } from 'express';
import { overview as viewOf } from '../../dashboard/overview';
import type { HttpParts } from '../http-parts';
import { imageLimits } from '../image-limits';

type Parts = Pick<HttpParts, 'config' | 'state' | 'store' | 'startedAt' | 'now' | 'release'>;

/** GET /: the dashboard's first page. */
export function overview({ config, state, ...parts }: Parts): RequestHandler {
  const limits = {
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxBatchFiles: config.MAX_BATCH_FILES,
    formats: imageLimits(config).formats,
  };
  return async (_req, res) => {
    res.set('Cache-Control', 'no-store');
    res.render('overview', await viewOf({ ...parts, model: state.model, limits }));
  };
}
