const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first attempt, the second and so on; together a little over a day. */
const PAUSES_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  12 * HOUR,
];
/** Receivers that were away together are not asked together when they are back. */
const JITTER = 0.2;

/**
 * How long to wait before the next attempt.
 *
 * @param attempts how many there were
 * @param chance from 0 to 1
 * @returns milliseconds; null when there is none any more
 */
export function pauseAfter(attempts: number, chance: number): number | null {
  const pause = PAUSES_MS[attempts - 1];
  return pause === undefined ? null : Math.round(pause * (1 + JITTER * (2 * chance - 1)));
}
