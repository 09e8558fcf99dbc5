import type { Clock } from './clock';
import { DeadlineError } from './errors';

/** One request on its way through the batcher: which items still wait, which results are there. */
export class BatchRequest<Item, Result> {
  /** Settles once: with every result, or with the first thing that went wrong. */
  readonly answer: Promise<Result[]>;
  readonly #items: readonly Item[];
  readonly #results: Result[];
  #taken = 0;
  #filled = 0;
  #resolve!: (results: Result[]) => void;
  #reject!: (reason: unknown) => void;

  constructor(
    items: readonly Item[],
    /** By the batcher's clock. */
    readonly arrivedAtMs: number,
  ) {
    this.#items = items;
    this.#results = new Array<Result>(items.length);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Items that no batch has taken. */
  get waitingItems(): number {
    return this.#items.length - this.#taken;
  }

  /** Takes the next items, at most `limit`. */
  take(limit: number): { readonly start: number; readonly items: readonly Item[] } {
    const start = this.#taken;
    const items = this.#items.slice(start, start + limit);
    this.#taken += items.length;
    return { start, items };
  }

  /** Puts the results of the items that were taken from `start` on in their places. */
  fill(start: number, results: readonly Result[]): void {
    for (const [i, result] of results.entries()) this.#results[start + i] = result;
    this.#filled += results.length;
    if (this.#filled === this.#items.length) this.#resolve(this.#results);
  }

  fail(reason: unknown): void {
    this.#reject(reason);
  }

  /**
   * Fails the request when its time is over or `signal` aborts.
   *
   * @param onGiveUp called then, before the answer settles
   * @returns stops watching
   */
  watch(
    clock: Clock,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    onGiveUp: () => void,
  ): () => void {
    const giveUp = (reason: unknown): void => {
      onGiveUp();
      this.#reject(reason);
    };
    const abort = (): void => giveUp(signal?.reason);
    const cancelDeadline = clock.after(timeoutMs, () =>
      giveUp(new DeadlineError(`no result within ${timeoutMs} ms`)),
    );
    signal?.addEventListener('abort', abort, { once: true });
    return () => {
      cancelDeadline();
      signal?.removeEventListener('abort', abort);
    };
  }
}
