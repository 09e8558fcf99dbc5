import { setImmediate } from 'node:timers/promises';

/** Lets every promise that can settle do so, and what waits for it go on. */
export async function settle(): Promise<void> {
  await setImmediate();
}
