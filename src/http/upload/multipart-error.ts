import { MulterError } from 'multer';
import type { ErrorCode } from '../error-status';
import { HttpError } from '../http-error';

/** multer's codes; LIMIT_UNEXPECTED_FILE is a wrong field name or one file too many. */
const CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  LIMIT_FILE_COUNT: ['TOO_MANY_FILES', 'There are too many files.'],
  LIMIT_FIELD_COUNT: ['TOO_MANY_FIELDS', 'There are too many form fields.'],
  LIMIT_PART_COUNT: ['TOO_MANY_PARTS', 'There are too many parts.'],
  LIMIT_FIELD_KEY: ['FIELD_TOO_LARGE', "A form field's name is too long."],
  LIMIT_FIELD_VALUE: ['FIELD_TOO_LARGE', "A form field's value is too long."],
};

/** Says in HTTP what multer or the multipart parser found wrong. */
export function multipartError(error: unknown, field: string): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof MulterError) return fromMulter(error, field);
  const message = error instanceof Error ? error.message : '';
  if (/^Request (aborted|closed)$/.test(message)) {
    return new HttpError('UPLOAD_ABORTED', 'The upload was broken off.', { cause: error });
  }
  if (message === 'Unexpected end of form') {
    return new HttpError('TRUNCATED_UPLOAD', 'The upload ends in the middle.', { cause: error });
  }
  return new HttpError('MALFORMED_MULTIPART', 'The body is not valid multipart/form-data.', {
    cause: error,
  });
}

function fromMulter(error: MulterError, field: string): HttpError {
  if (error.code === 'LIMIT_UNEXPECTED_FILE') {
    return error.field === field
      ? new HttpError('TOO_MANY_FILES', 'There are too many files.', { cause: error })
      : new HttpError('UNEXPECTED_FIELD', `Files belong in the field "${field}".`, {
          cause: error,
        });
  }
  const [code, message] = CODES[error.code] ?? [
    'MALFORMED_MULTIPART',
    'A form field is malformed.',
  ];
  return new HttpError(code, message, { cause: error });
}
