import type { ErrorCode } from './error-status';
import { HttpError } from './http-error';

/** Errors of the system that tell of its state and not of the request, by their errno name. */
const PROBLEMS: ReadonlyMap<string, readonly [code: ErrorCode, message: string, retry: string]> =
  new Map([
    ['ENOSPC', ['STORAGE_FULL', 'The disk of the service is full.', '60']],
    ['EDQUOT', ['STORAGE_FULL', 'The disk quota of the service is used up.', '60']],
    ['EFBIG', ['STORAGE_FULL', 'The disk of the service takes no larger file.', '60']],
    [
      'EMFILE',
      ['OUT_OF_RESOURCES', 'The service has too many files open; try again shortly.', '5'],
    ],
    [
      'ENFILE',
      ['OUT_OF_RESOURCES', 'The service has too many files open; try again shortly.', '5'],
    ],
    ['EROFS', ['STORAGE_READ_ONLY', 'The disk of the service is read-only.', '60']],
  ]);

/**
 * Says in HTTP that the disk is full, read-only, or out of file descriptors. These are never the
 * client's mistake, and are logged as errors.
 *
 * @param error as thrown, or with such an error as its cause
 * @returns undefined for every other error
 */
export function storageProblem(error: unknown): HttpError | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; depth++) {
    const known = 'code' in at && typeof at.code === 'string' ? PROBLEMS.get(at.code) : undefined;
    if (known !== undefined) {
      const [code, message, retry] = known;
      return new HttpError(code, message, { cause: error, headers: { 'Retry-After': retry } });
    }
    at = at.cause;
  }
  return undefined;
}
