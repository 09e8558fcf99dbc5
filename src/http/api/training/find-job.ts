import type { Job } from '../../../store/jobs/job';
import { HttpError } from '../../kit/errors/http-error';
import type { TrainingParts } from './training-parts';

/** @throws {HttpError} JOB_NOT_FOUND */
export async function findJobOf(
  jobs: Pick<TrainingParts['jobs'], 'find'>,
  id: unknown,
): Promise<Job> {
  const job = await jobs.find(String(id));
  if (job === undefined) throw new HttpError('JOB_NOT_FOUND', 'There is no job with this id.');
  return job;
}
