/** How much of something each client has used up within a window of time. */
export interface Amounts {
  used(client: string): Promise<Used>;
  /** @param amount whole and positive */
  add(client: string, amount: number): Promise<void>;
}

export interface Used {
  readonly amount: number;
  /** Milliseconds until the window ends and counting starts from zero again. */
  readonly resetMs: number;
}

interface Entry {
  amount: number;
  readonly endsAtMs: number;
}

/** Counts in this process. A client's window begins with the first that it uses. */
export class MemoryAmounts implements Amounts {
  readonly #windowMs: number;
  readonly #monotonicMs: () => number;
  /** In the order in which their windows end. */
  readonly #entries = new Map<string, Entry>();

  constructor(windowMs: number, monotonicMs: () => number = () => performance.now()) {
    this.#windowMs = windowMs;
    this.#monotonicMs = monotonicMs;
  }

  used(client: string): Promise<Used> {
    const entry = this.#current(client);
    const resetMs = entry === undefined ? this.#windowMs : entry.endsAtMs - this.#monotonicMs();
    return Promise.resolve({ amount: entry?.amount ?? 0, resetMs });
  }

  add(client: string, amount: number): Promise<void> {
    const entry = this.#current(client);
    if (entry !== undefined) entry.amount += amount;
    else this.#entries.set(client, { amount, endsAtMs: this.#monotonicMs() + this.#windowMs });
    return Promise.resolve();
  }

  #current(client: string): Entry | undefined {
    const nowMs = this.#monotonicMs();
    for (const [other, { endsAtMs }] of this.#entries) {
      if (endsAtMs > nowMs) break;
      this.#entries.delete(other);
    }
    return this.#entries.get(client);
  }
}
