import type { Request, RequestHandler, Response } from 'express';
import type { Job } from '../../../store/jobs/job';
import type { HttpParts } from '../../http-parts';
import { passed } from '../../kit/passed';
import type { RetrainBody } from './jobs-schema';

/** What counts retrainings: each mode has a limit of its own. */
export type RetrainLimits = Readonly<Record<Job['mode'], readonly RequestHandler[]>>;

/**
 * Starts a retraining that a request asks for, within the limits of its mode.
 *
 * @throws {HttpError} RATE_LIMITED
 * @throws {JobOpenError | NothingToLearnError | NoSuchBackboneError | NothingActiveError}
 */
export async function startRetraining(
  jobs: HttpParts['jobs'],
  limits: RetrainLimits,
  { mode, epochs, batch_size: batchSize, network, recipe, classes, backbone }: RetrainBody,
  req: Request,
  res: Response,
): Promise<Job> {
  const settings = {
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...(network !== undefined && { network }),
    ...(recipe !== undefined && { recipe }),
    ...(classes !== undefined && { classes }),
    ...(backbone !== undefined && { backbone }),
  };
  // First: what cannot be done anyway must not cost one of a few tries.
  await jobs.check(mode, settings);
  for (const limit of limits[mode]) await passed(limit, req, res);
  return jobs.submit(mode, settings, 'manual');
}
