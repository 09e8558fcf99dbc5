/** How many times faster than time itself the clock may be followed. */
const MAX_SPEED = 25;

/**
 * The time by which old things are deleted. It follows the clock, but runs forward at most 25 times
 * as fast as time goes by: a clock that leaps by a year for a minute costs what is due in half an
 * hour, and a service that was off for a month catches up in little more than a day.
 */
export class UnhurriedClock {
  readonly #now: () => Date;
  readonly #monotonicMs: () => number;
  #timeMs: number;
  #readAtMs: number;

  /**
   * @param from the newest time that is known to have come, in milliseconds since the epoch
   * @param monotonicMs milliseconds from any fixed moment
   */
  constructor(from: number, now: () => Date, monotonicMs: () => number) {
    this.#timeMs = from;
    this.#now = now;
    this.#monotonicMs = monotonicMs;
    this.#readAtMs = monotonicMs();
  }

  now(): Date {
    const readAtMs = this.#monotonicMs();
    const latest = this.#timeMs + MAX_SPEED * (readAtMs - this.#readAtMs);
    this.#timeMs = Math.min(this.#now().getTime(), latest);
    this.#readAtMs = readAtMs;
    return new Date(this.#timeMs);
  }
}
