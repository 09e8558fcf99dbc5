import { StorageError, type StorageProblem } from '../storage-error';

interface ResultCode {
  readonly name: string;
  readonly problem: StorageProblem;
  /** What SQLite says of it; the driver's `all()` gives the message alone, without the number. */
  readonly message: string;
}

/** SQLite's primary result codes that speak of the storage (https://sqlite.org/rescode.html). */
const RESULT_CODES: ReadonlyMap<number, ResultCode> = new Map([
  [5, { name: 'SQLITE_BUSY', problem: 'locked', message: 'database is locked' }],
  [6, { name: 'SQLITE_LOCKED', problem: 'locked', message: 'database table is locked' }],
  [
    8,
    {
      name: 'SQLITE_READONLY',
      problem: 'read-only',
      message: 'attempt to write a readonly database',
    },
  ],
  [10, { name: 'SQLITE_IOERR', problem: 'broken', message: 'disk I/O error' }],
  [11, { name: 'SQLITE_CORRUPT', problem: 'broken', message: 'database disk image is malformed' }],
  [13, { name: 'SQLITE_FULL', problem: 'full', message: 'database or disk is full' }],
  [14, { name: 'SQLITE_CANTOPEN', problem: 'broken', message: 'unable to open database file' }],
  [26, { name: 'SQLITE_NOTADB', problem: 'broken', message: 'file is not a database' }],
]);

/** An extended result code has its primary one in its lowest byte. */
const PRIMARY = 0xff;

/**
 * Names what the storage refuses.
 *
 * @param error what the driver threw
 * @returns a {@link StorageError} for locks, full disks and broken files; any other error as it is
 */
export function toStorageError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = resultCodeOf(error);
  if (code === undefined) return error;
  return new StorageError(code.problem, error.message, { code: code.name, cause: error });
}

function resultCodeOf(error: Error): ResultCode | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') {
    return RESULT_CODES.get(error.errcode & PRIMARY);
  }
  return [...RESULT_CODES.values()].find(({ message }) => error.message === message);
}
