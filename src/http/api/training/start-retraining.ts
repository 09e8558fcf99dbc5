import type { Request, RequestHandler, Response } from 'express';
import { NoSuchBackboneError, NothingToLearnError } from '../../../jobs/check-head-request';
import { NothingActiveError } from '../../../jobs/job-runner';
import { JobOpenError, type Job } from '../../../store/jobs/job';
import { HttpError } from '../../kit/errors/http-error';
import type { HttpParts } from '../../http-parts';
import { passed } from '../../kit/passed';
import type { RetrainBody } from './jobs-schema';

/** What counts retrainings: each mode has a limit of its own. */
export type RetrainLimits = Readonly<Record<Job['mode'], readonly RequestHandler[]>>;

/**
 * Starts a retraining that a request asks for, within the limits of its mode.
 *
 * @throws {HttpError} RATE_LIMITED, RETRAINING_RUNNING, NOTHING_TO_LEARN,
 *   BACKBONE_NOT_FOUND, MODEL_LOADING
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
  try {
    // First: what cannot be done anyway must not cost one of a few tries.
    await jobs.check(mode, settings);
    for (const limit of limits[mode]) await passed(limit, req, res);
    return await jobs.submit(mode, settings, 'manual');
  } catch (error) {
    throw toHttp(error);
  }
}

function toHttp(error: unknown): unknown {
  if (error instanceof JobOpenError) {
    const message = 'A retraining is under way; GET /api/retrain/status says how far it is.';
    return new HttpError('RETRAINING_RUNNING', message, { cause: error });
  }
  if (error instanceof NothingToLearnError) {
    return new HttpError('NOTHING_TO_LEARN', error.message, { cause: error });
  }
  if (error instanceof NoSuchBackboneError) {
    return new HttpError('BACKBONE_NOT_FOUND', error.message, { cause: error });
  }
  if (error instanceof NothingActiveError) {
    return new HttpError('MODEL_LOADING', 'The model is still loading; try again shortly.', {
      headers: { 'Retry-After': '2' },
      cause: error,
    });
  }
  return error;
}
