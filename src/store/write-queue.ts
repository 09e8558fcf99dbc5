/** Where the store says what went wrong; a logger fits. */
export interface StoreLog {
  error(message: string, details: Readonly<Record<string, unknown>>): void;
  info(message: string, details: Readonly<Record<string, unknown>>): void;
}

export interface WriteQueueOptions<Item> {
  /** Writes all of them or none. */
  readonly write: (items: readonly Item[]) => Promise<void>;
  readonly log: StoreLog;
  /** From the first queued item to its writing, in milliseconds. */
  readonly delayMs: number;
  /** Longest wait between two tries to write, in milliseconds. */
  readonly maxRetryDelayMs: number;
  /** Items kept while writing fails; further ones are dropped, and counted in the log. */
  readonly maxItems: number;
}

/** Collects items and writes them in batches, in order. A batch that fails is kept and tried again. */
export class WriteQueue<Item> {
  readonly #options: WriteQueueOptions<Item>;
  #items: Item[] = [];
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #dropped = 0;

  constructor(options: WriteQueueOptions<Item>) {
    this.#options = options;
  }

  /** Items that are not written yet, the oldest first. */
  get pending(): readonly Item[] {
    return this.#items;
  }

  /** Queues an item. Never throws. */
  add(item: Item): void {
    if (this.#items.length >= this.#options.maxItems) {
      this.#drop();
      return;
    }
    this.#items.push(item);
    this.#schedule();
  }

  /**
   * Writes what is queued now.
   *
   * @throws what `write` threw; the items stay queued and are tried again later
   */
  async flush(): Promise<void> {
    if (this.#writing !== undefined) await this.#writing.catch(() => undefined);
    // Another caller that waited for the same write may have begun the next one, with our items.
    await (this.#writing ??= this.#write());
  }

  /** Stops trying by itself; what is left stays in `pending`. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #write(): Promise<void> {
    this.stop();
    const batch = this.#items.slice();
    try {
      if (batch.length > 0) await this.#options.write(batch);
      this.#items.splice(0, batch.length);
      this.#recovered();
    } catch (error) {
      this.#failures += 1;
      this.#options.log.error('history cannot be written; it is kept and tried again', {
        error,
        predictions: this.#items.length,
        attempt: this.#failures,
      });
      throw error;
    } finally {
      this.#writing = undefined;
      this.#schedule();
    }
  }

  #schedule(): void {
    if (this.#items.length === 0 || this.#timer !== undefined || this.#writing !== undefined)
      return;
    const { delayMs, maxRetryDelayMs } = this.#options;
    const wait = Math.min(delayMs * 2 ** this.#failures, Math.max(delayMs, maxRetryDelayMs));
    this.#timer = setTimeout(() => {
      this.flush().catch(() => undefined); // logged where it failed
    }, wait);
  }

  #recovered(): void {
    if (this.#failures > 0) {
      this.#options.log.info('history is written again', { dropped: this.#dropped });
    }
    this.#failures = 0;
    this.#dropped = 0;
  }

  #drop(): void {
    this.#dropped += 1;
    if (this.#dropped > 1) return; // the count is told when writing works again
    this.#options.log.error('history is full of unwritten predictions; new ones are dropped', {
      predictions: this.#items.length,
    });
  }
}
