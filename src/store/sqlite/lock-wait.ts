import { setTimeout as sleep } from 'node:timers/promises';
import { isLocked } from '../storage-error';

/** How long statements wait for the write lock while another process holds it; may be changed. */
export interface LockWait {
  waitMs: number;
}

/** Between two tries. SQLite's own waiting comes on top of it. */
const PAUSE_MS = 5;

/**
 * Does something that needs a lock, again and again while another process holds it.
 *
 * @throws {StorageError} `locked` when the time is over, and whatever else goes wrong at once
 */
export async function untilUnlocked<Result>(
  { waitMs }: Readonly<LockWait>,
  attempt: () => Result,
): Promise<Result> {
  const start = performance.now();
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isLocked(error) || performance.now() - start >= waitMs) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
