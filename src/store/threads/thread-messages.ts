import { InvalidCursorError } from '../invalid-cursor-error';
import { JobOpenError } from '../jobs/job';
import { HistoryDatabaseError } from '../open-history-database';
import { StorageError, type StorageProblem } from '../storage-error';
import type { StoreTables } from '../store-tables';

/** What a storage thread is started with. */
export interface StorageTask {
  readonly role: 'writer' | 'reader';
  /** The persistence folder. */
  readonly directory: string;
}

/** One call of a store's method. */
export interface StorageCall {
  readonly id: number;
  readonly table: keyof StoreTables | 'connection';
  readonly method: string;
  readonly parameters: readonly unknown[];
  readonly lockWaitMs: number;
}

export type StorageAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number | null; readonly error: SentError };

/** An error on its way to another thread, which keeps no classes. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly problem?: StorageProblem;
  readonly code?: string | undefined;
}

export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), stack: undefined };
  }
  const { name, message, stack } = error;
  if (error instanceof StorageError) {
    return { name, message, stack, problem: error.problem, code: error.code };
  }
  return { name, message, stack };
}

/** The error as its catchers know it, with where it was thrown as its cause. */
export function receivedError(sent: SentError): Error {
  const cause = new Error(sent.message);
  cause.name = sent.name;
  if (sent.stack !== undefined) cause.stack = sent.stack;
  if (sent.problem !== undefined) {
    const { problem, message, code } = sent;
    return new StorageError(problem, message, { cause, ...(code === undefined ? {} : { code }) });
  }
  switch (sent.name) {
    case 'InvalidCursorError':
      return new InvalidCursorError(sent.message, { cause });
    case 'JobOpenError':
      return new JobOpenError(sent.message, { cause });
    case 'HistoryDatabaseError':
      return new HistoryDatabaseError(sent.message, { cause });
    default:
      return cause;
  }
}
