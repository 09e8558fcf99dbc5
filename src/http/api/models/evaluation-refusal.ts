import {
  EvaluationBusyError,
  EvaluationTimeoutError,
  NoEvaluationDataError,
  UnusableVersionError,
} from '../../../evaluation/apart/errors';
import { findGoodModel } from './find-model';
import { HttpError } from '../../kit/errors/http-error';
import type { HttpParts } from '../../http-parts';

const RETRY_AFTER = { 'Retry-After': '5' };

/**
 * Says in HTTP why versions are not judged.
 *
 * @param versions their names: one may have been deleted, or broken, since the evaluation began
 * @throws {HttpError} that says so, or else the error itself
 */
export async function refuseEvaluation(
  error: unknown,
  versions: readonly string[],
  { catalogue, state: { stopSignal } }: Pick<HttpParts, 'catalogue' | 'state'>,
): Promise<never> {
  if (error instanceof EvaluationBusyError) {
    throw new HttpError('EVALUATION_RUNNING', 'Another evaluation is running; try again later.', {
      cause: error,
      headers: RETRY_AFTER,
    });
  }
  if (error instanceof NoEvaluationDataError) {
    throw new HttpError('EVALUATION_DATA_MISSING', error.message, { cause: error });
  }
  if (error instanceof UnusableVersionError) {
    for (const version of versions) await findGoodModel(catalogue, version);
    throw new HttpError('MODEL_BROKEN', `${error.message}.`, { cause: error });
  }
  if (error instanceof EvaluationTimeoutError) {
    throw new HttpError('DEADLINE_EXCEEDED', 'The evaluation took too long.', { cause: error });
  }
  if (stopSignal.aborted) {
    throw new HttpError('SHUTTING_DOWN', 'The service is shutting down.', {
      cause: error,
      headers: { 'Retry-After': '1' },
    });
  }
  throw error;
}
