import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** How long the event loop kept others waiting, milliseconds. */
export interface EventLoopDelaySummary {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const RESOLUTION_MS = 20;
const WINDOW_MS = 5000;
const NANOSECONDS_PER_MS = 1e6;

/** Watches how much later than due the event loop comes round. */
export class EventLoopDelay {
  readonly #histogram: IntervalHistogram;
  readonly #now: () => number;
  #windowStartMs: number;
  #last: EventLoopDelaySummary | undefined;

  /** @param now milliseconds from any fixed moment */
  constructor(now: () => number) {
    this.#histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#histogram.enable();
    this.#now = now;
    this.#windowStartMs = now();
  }

  /** Of the last window that is over: five seconds, or as long as nobody asked. */
  summary(): EventLoopDelaySummary {
    const now = this.#now();
    if (this.#last === undefined || now - this.#windowStartMs >= WINDOW_MS) {
      this.#last = this.#read();
      this.#histogram.reset();
      this.#windowStartMs = now;
    }
    return this.#last;
  }

  stop(): void {
    this.#histogram.disable();
  }

  #read(): EventLoopDelaySummary {
    if (this.#histogram.count === 0) return { p50: 0, p99: 0, max: 0 };
    // What is measured is the time from one timer to the next, the timer's own included.
    const late = (nanoseconds: number): number =>
      Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);
    return {
      p50: late(this.#histogram.percentile(50)),
      p99: late(this.#histogram.percentile(99)),
      max: late(this.#histogram.max),
    };
  }
}
