import { isLocked } from '../store/storage-error';

/** Each try waits some seconds for the lock: about a minute in all. */
const TRIES = 12;

/**
 * Does something again while another process holds the lock of the database: what a retraining has
 * made is not given up for a lock that is held for some seconds.
 *
 * @throws {StorageError} `locked` after the last try, and whatever else goes wrong at once
 */
export async function untilUnlocked<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES - 1; left > 0; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
  }
  return work();
}
