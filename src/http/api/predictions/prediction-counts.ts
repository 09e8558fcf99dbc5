/** How often something was done, and how long it took altogether. */
export interface Duration {
  readonly count: number;
  readonly ms: number;
}

/** The requests for one version since the start, whatever protocol they came by. */
export interface RequestCounts {
  /** Requests that were answered, and those that failed once their version was known. */
  readonly success: Duration;
  readonly fail: Duration;
  /** Pictures that were decoded. */
  readonly decode: Duration;
  /** When the last request ended, in milliseconds since the epoch; 0 before the first. */
  readonly lastAt: number;
}

export const NO_REQUESTS: RequestCounts = {
  success: { count: 0, ms: 0 },
  fail: { count: 0, ms: 0 },
  decode: { count: 0, ms: 0 },
  lastAt: 0,
};

/** Counts requests by the version that they were for. */
export class PredictionCounts {
  readonly #byVersion = new Map<string, RequestCounts>();

  of(version: string): RequestCounts {
    return this.#byVersion.get(version) ?? NO_REQUESTS;
  }

  /** @param at when the request ended, in milliseconds since the epoch */
  addRequest(version: string, outcome: 'success' | 'fail', ms: number, at: number): void {
    const counts = this.of(version);
    this.#byVersion.set(version, { ...counts, [outcome]: longer(counts[outcome], ms), lastAt: at });
  }

  addDecoded(version: string, ms: number): void {
    const counts = this.of(version);
    this.#byVersion.set(version, { ...counts, decode: longer(counts.decode, ms) });
  }
}

function longer({ count, ms }: Duration, more: number): Duration {
  return { count: count + 1, ms: ms + more };
}
