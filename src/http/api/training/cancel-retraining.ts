import type { Job } from '../../../store/jobs/job';
import { HttpError } from '../../kit/errors/http-error';
import { findJobOf } from './find-job';
import type { TrainingParts } from './training-parts';

/**
 * Asks for the end of a retraining; the job says when it has come.
 *
 * @throws {HttpError} JOB_NOT_FOUND, JOB_OVER
 */
export async function cancelRetraining(
  jobs: Pick<TrainingParts['jobs'], 'find' | 'cancel'>,
  id: unknown,
): Promise<Job> {
  const found = await findJobOf(jobs, id);
  const job = await jobs.cancel(found.id);
  if (job === undefined) {
    throw new HttpError('JOB_OVER', `The job is over already: ${found.state}.`);
  }
  return job;
}
