/**
 * Places in the order of recording: the clock's time as long as it goes forward, and just after the
 * last one while it is behind that. What comes within one millisecond of the clock shares a place.
 */
export class Places {
  #last: number;
  #lastReading = -Infinity;

  /** @param last the last place that was given, in milliseconds since the epoch; also before a restart */
  constructor(last = -Infinity) {
    this.#last = last;
  }

  /** @param at what the clock says, in milliseconds since the epoch */
  next(at: number): number {
    if (at >= this.#last) this.#last = at;
    else if (at !== this.#lastReading) this.#last += 1;
    this.#lastReading = at;
    return this.#last;
  }
}
