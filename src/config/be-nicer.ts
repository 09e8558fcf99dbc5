import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lowers the priority of the calling process or, on Linux, of the calling thread alone.
 *
 * @param steps of niceness, as far as there are; all of them where it is left out
 */
export function beNicer(steps: number = constants.priority.PRIORITY_LOW): void {
  try {
    setPriority(Math.min(getPriority() + steps, constants.priority.PRIORITY_LOW));
  } catch {
    // Not allowed everywhere; it then only takes its share.
  }
}
