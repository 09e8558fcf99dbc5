import {
  EvaluationBusyError,
  EvaluationTimeoutError,
  NoEvaluationDataError,
  UnusableVersionError,
} from '../evaluation/apart/errors';
import { HttpError } from './http-error';
import type { ServiceState } from './service-state';

const RETRY_AFTER = { 'Retry-After': '5' };

/** Says in HTTP why a version is not judged. */
export function refuseEvaluation(error: unknown, { stopSignal }: ServiceState): never {
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
