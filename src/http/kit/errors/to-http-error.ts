import { BackboneError } from '../../../backbones/backbone-error';
import { HttpError } from './http-error';
import { knownError } from './known-errors';
import { storageProblem } from './storage-problem';

/** Says in HTTP what went wrong in another room. What is not known is a 500 that says nothing. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  // What keeps a folder of backbones from being used may be known better by the disk's own error.
  if (error instanceof BackboneError && error.problem === 'storage') {
    const trouble = storageProblem(error);
    if (trouble !== undefined) return trouble;
  }
  const known = knownError(error);
  if (known !== undefined) return new HttpError(known.code, known.sentence, { cause: error });
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new HttpError('DEADLINE_EXCEEDED', 'The request took too long.', { cause: error });
  }
  const trouble = storageProblem(error);
  if (trouble !== undefined) return trouble;
  if (statusOf(error) === 400) {
    // Express: a path that is no valid percent-encoding.
    return new HttpError('MALFORMED_URL', 'The URL is malformed.', { cause: error });
  }
  return new HttpError('INTERNAL_ERROR', 'Something went wrong on our side.', { cause: error });
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error
    ? error.status
    : undefined;
}
