export interface HysteresisOptions {
  /** So many looks in a row have to be bad before the alert is raised. */
  readonly raiseAfter: number;
  /** So many looks in a row have to be good before it is cleared. */
  readonly clearAfter: number;
  /** Whether it is raised already, as an instance finds that starts anew. Default: false. */
  readonly isRaised?: boolean;
}

/** Keeps a condition at the edge of its threshold from raising one alert after the other. */
export class Hysteresis {
  readonly #options: HysteresisOptions;
  #isRaised: boolean;
  #against = 0;

  constructor(options: HysteresisOptions) {
    this.#options = options;
    this.#isRaised = options.isRaised ?? false;
  }

  /** What the last look has left. */
  get isRaised(): boolean {
    return this.#isRaised;
  }

  /** Begins anew from a state. */
  reset(isRaised: boolean): void {
    this.#isRaised = isRaised;
    this.#against = 0;
  }

  /** Whether the condition holds, as far as the looks up to now say. */
  look(isBad: boolean): boolean {
    this.#against = isBad === this.#isRaised ? 0 : this.#against + 1;
    const { raiseAfter, clearAfter } = this.#options;
    if (this.#against >= (this.#isRaised ? clearAfter : raiseAfter)) {
      this.#isRaised = !this.#isRaised;
      this.#against = 0;
    }
    return this.#isRaised;
  }
}
