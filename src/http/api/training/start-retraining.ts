import type { Request, Response } from 'express';
import type { Job } from '../../../store/jobs/job';
import { passed } from '../../kit/passed';
import type { RetrainBody } from './jobs-schema';
import type { TrainingParts } from './training-parts';

/**
 * Starts a retraining that a request asks for, within the limits of its mode.
 *
 * @throws {HttpError} RATE_LIMITED
 * @throws {JobOpenError | NothingToLearnError | NoSuchBackboneError | NothingActiveError}
 */
export async function startRetraining(
  { jobs, retrainLimits }: Pick<TrainingParts, 'jobs' | 'retrainLimits'>,
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
  for (const limit of retrainLimits[mode]) await passed(limit, req, res);
  return jobs.submit(mode, settings, 'manual');
}
