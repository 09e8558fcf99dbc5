import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long a statement itself waits for another process's write. It blocks the event loop
 * meanwhile, so it is short; {@link untilNotBusy} waits longer without blocking.
 */
export const BUSY_TIMEOUT_MS = 50;

const PAUSE_MS = 25;

/**
 * Does something that needs the write lock, again and again while another process holds it.
 *
 * @throws SQLITE_BUSY after the last try, and whatever else goes wrong at once
 */
export async function untilNotBusy<Result>(
  tries: number,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let left = tries - 1; left > 0; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await sleep(PAUSE_MS);
    }
  }
  return attempt();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
