/** Why the storage does not do what it was asked. */
export type StorageProblem =
  /** Another process holds the write lock. */
  | 'locked'
  /** The disk, or the space the database may take, is full. */
  | 'full'
  /** The file or its folder may not be written to. */
  | 'read-only'
  /** The file is damaged, was replaced, cannot be opened, or the disk fails. */
  | 'broken';

/** The storage cannot do what it was asked; trying again later may help. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly problem: StorageProblem;
  /** SQLite's name for it, where SQLite said so: `SQLITE_BUSY`. */
  readonly code: string | undefined;

  constructor(
    problem: StorageProblem,
    message: string,
    { code, cause }: { readonly code?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.problem = problem;
    this.code = code;
  }
}

/** Whether another process holds the lock that something needs. */
export function isLocked(error: unknown): boolean {
  return error instanceof StorageError && error.problem === 'locked';
}
