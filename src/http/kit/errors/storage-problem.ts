import { StorageError, type StorageProblem } from '../../../store/storage-error';
import type { ErrorCode } from './error-codes';
import { HttpError } from './http-error';

/** A code, and a sentence for clients. */
type Answer = readonly [code: ErrorCode, message: string];

/** What the database refuses. */
export const DATABASE_PROBLEMS: Readonly<Record<StorageProblem, Answer>> = {
  locked: ['STORAGE_BUSY', 'The database is in use by another process; try again shortly.'],
  full: ['STORAGE_FULL', 'The disk of the service is full: the database takes no changes.'],
  'read-only': ['STORAGE_READ_ONLY', 'The database of the service is read-only.'],
  broken: ['STORAGE_BROKEN', 'The database of the service cannot be used.'],
};

const TOO_MANY_FILES: Answer = [
  'OUT_OF_RESOURCES',
  'The service has too many files open; try again shortly.',
];

/** Errors of the system that tell of its state and not of the request, by their errno name. */
const PROBLEMS: ReadonlyMap<string, Answer> = new Map([
  ['ENOSPC', ['STORAGE_FULL', 'The disk of the service is full.']],
  ['EDQUOT', ['STORAGE_FULL', 'The disk quota of the service is used up.']],
  ['EFBIG', ['STORAGE_FULL', 'The disk of the service takes no larger file.']],
  ['EMFILE', TOO_MANY_FILES],
  ['ENFILE', TOO_MANY_FILES],
  ['EROFS', ['STORAGE_READ_ONLY', 'The disk of the service is read-only.']],
]);

/**
 * Says in HTTP that the database or the disk refuses something, or that there are no file
 * descriptors left. These are never the client's mistake, and are logged as errors.
 *
 * @param error as thrown, or with such an error as its cause
 * @returns undefined for every other error
 */
export function storageProblem(error: unknown): HttpError | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; depth++) {
    const known = answerTo(at);
    if (known !== undefined) return new HttpError(...known, { cause: error });
    at = at.cause;
  }
  return undefined;
}

function answerTo(error: Error): Answer | undefined {
  if (error instanceof StorageError) return DATABASE_PROBLEMS[error.problem];
  return 'code' in error && typeof error.code === 'string' ? PROBLEMS.get(error.code) : undefined;
}
