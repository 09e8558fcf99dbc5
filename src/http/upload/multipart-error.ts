import { MulterError } from 'multer';
import type { ErrorCode } from '../kit/errors/error-codes';
import { HttpError } from '../kit/errors/http-error';
import { storageProblem } from '../kit/errors/storage-problem';

/** multer's codes; LIMIT_UNEXPECTED_FILE is a wrong field name or one file too many. */
const CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  LIMIT_FILE_COUNT: ['TOO_MANY_FILES', 'There are too many files.'],
  LIMIT_FIELD_COUNT: ['TOO_MANY_FIELDS', 'There are too many form fields.'],
  LIMIT_PART_COUNT: ['TOO_MANY_PARTS', 'There are too many parts.'],
};

/** Says in HTTP what multer, the multipart parser or the storage found wrong. */
export function multipartError(error: unknown, field: string): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof MulterError) return fromMulter(error, field);
  const trouble = storageProblem(error);
  if (trouble !== undefined) return trouble;
  const message = error instanceof Error ? error.message : '';
  if (/^Request (aborted|closed)$/.test(message)) {
    return new HttpError('UPLOAD_ABORTED', 'The upload was broken off.', { cause: error });
  }
  if (message === 'Unexpected end of form') {
    return new HttpError('TRUNCATED_UPLOAD', 'The upload ends in the middle.', { cause: error });
  }
  if (isOfTheMachine(error)) {
    return new HttpError('INTERNAL_ERROR', 'Something went wrong on our side.', { cause: error });
  }
  return new HttpError('MALFORMED_MULTIPART', 'The body is not valid multipart/form-data.', {
    cause: error,
  });
}

/** A part whose header says nothing of use. */
export function malformedField(cause?: unknown): HttpError {
  return new HttpError('MALFORMED_MULTIPART', 'A form field is malformed.', { cause });
}

/** A call to the system failed for another reason than the client's going: not the client's fault. */
function isOfTheMachine(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    !('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE'))
  );
}

function fromMulter(error: MulterError, field: string): HttpError {
  if (error.code === 'LIMIT_UNEXPECTED_FILE') {
    return error.field === field
      ? new HttpError('TOO_MANY_FILES', 'There are too many files.', { cause: error })
      : new HttpError('UNEXPECTED_FIELD', `Files belong in the field "${field}".`, {
          cause: error,
        });
  }
  const known = CODES[error.code];
  return known === undefined
    ? malformedField(error)
    : new HttpError(known[0], known[1], { cause: error });
}
