import type { ErrorCode } from '../../kit/errors/error-codes';

/** What is wrong with a picture, or keeps the service from looking at it. */
export const PICTURE_ERRORS: readonly ErrorCode[] = [
  'UNSUPPORTED_IMAGE',
  'FORMAT_NOT_ALLOWED',
  'CORRUPT_IMAGE',
  'IMAGE_TOO_LARGE',
  'TOO_MANY_PIXELS',
  'MODEL_LOADING',
  'QUEUE_FULL',
];

/** What keeps a picture from being classified; a request may name a version that there is not. */
export const PREDICTION_ERRORS: readonly ErrorCode[] = [
  ...PICTURE_ERRORS,
  'MODEL_NOT_FOUND',
  'MODEL_BROKEN',
];
