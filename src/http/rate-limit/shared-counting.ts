import type { ClientRateLimitInfo, MemoryStore, Options, Store } from 'express-rate-limit';
import type { Logger } from '../../observability/logger';

export interface SharedCountingOptions {
  readonly logger: Logger;
  /** @throws while what the counts are shared through does not answer */
  readonly isBack: () => Promise<unknown>;
  /** How often that is asked while it is away, in milliseconds. */
  readonly askEveryMs?: number;
}

const ASK_EVERY_MS = 1000;

/**
 * Counting that several instances share, as long as what they share it through answers. From the
 * first command that fails on, each counts for itself, without trying at every request what would
 * only hold it up; and all share again when it is back.
 */
export class SharedCounting {
  readonly #options: SharedCountingOptions;
  #isAway = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SharedCountingOptions) {
    this.#options = options;
  }

  /** Does the one while counting is shared, the other while it is not, or when the first fails. */
  async either<Result>(
    shared: () => Promise<Result>,
    alone: () => Promise<Result>,
  ): Promise<Result> {
    if (this.#isAway) return alone();
    try {
      return await shared();
    } catch (error) {
      this.fail(error);
      return alone();
    }
  }

  /** Says, once, that it is away, and asks from now on whether it is back. */
  fail(error: unknown): void {
    if (this.#isAway || this.#isClosed) return;
    this.#isAway = true;
    this.#options.logger.warn('rate limits are counted by each instance: Redis does not answer', {
      error,
    });
    this.#askLater();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #askLater(): void {
    const { askEveryMs = ASK_EVERY_MS } = this.#options;
    this.#timer = setTimeout(() => void this.#ask(), askEveryMs).unref();
  }

  async #ask(): Promise<void> {
    const { isBack, logger } = this.#options;
    try {
      await isBack();
    } catch {
      // It is still away, as the log says already.
      if (!this.#isClosed) this.#askLater();
      return;
    }
    if (this.#isClosed) return;
    this.#isAway = false;
    logger.info('rate limits are shared again: Redis is back');
  }
}

type SharedStore = Required<Pick<Store, 'init' | 'increment' | 'decrement' | 'resetKey'>>;

/** Counts requests through a shared store, or in memory while that is away. */
export class FallbackStore implements Store {
  readonly #shared: SharedStore;
  readonly #memory: MemoryStore;
  readonly #counting: SharedCounting;

  constructor(shared: SharedStore, memory: MemoryStore, counting: SharedCounting) {
    this.#shared = shared;
    this.#memory = memory;
    this.#counting = counting;
  }

  init(options: Options): void {
    this.#memory.init(options);
    void this.#counting.either(
      async () => this.#shared.init(options),
      () => Promise.resolve(),
    );
  }

  increment(key: string): Promise<ClientRateLimitInfo> {
    return this.#counting.either(
      async () => this.#shared.increment(key),
      () => this.#memory.increment(key),
    );
  }

  decrement(key: string): Promise<void> {
    return this.#counting.either(
      async () => this.#shared.decrement(key),
      () => this.#memory.decrement(key),
    );
  }

  resetKey(key: string): Promise<void> {
    return this.#counting.either(
      async () => this.#shared.resetKey(key),
      () => this.#memory.resetKey(key),
    );
  }
}
