import { BatchRequest } from './batch-request';
import type { Clock } from './clock';
import { ClosedError, QueueFullError } from './errors';
import { PlaceKeeper, type Places, type ReserveOptions } from './places';

export interface BatcherOptions<Item, Result> {
  /** Runs one batch; the results are in the order of the items. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Batches that run at the same time. */
  readonly concurrency: number;
  /** Batches that are begun besides, if they are full, to be there when one of those is done. */
  readonly fullBatchesAhead: number;
  /** Whether one would be run at once all the same, because another place has two of them. */
  readonly hasIdle: () => boolean;
  /** Most items in a batch. */
  readonly maxBatchSize: number;
  /**
   * Longest the oldest item waits for company while a batch is running and another could start.
   * 0: whatever waits goes as soon as there is room. With nothing running nothing ever waits.
   */
  readonly maxDelayMs: number;
  /** Most items that wait. One request alone may exceed it, when nothing else waits. */
  readonly maxQueueSize: number;
  /** Longest a request may take, from {@link Batcher.submit} to its last result. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/**
 * Gathers the items of concurrent requests into batches, first come first served.
 *
 * A request larger than a batch is spread over several, and several small ones share one. The
 * queue is bounded in items; a request that alone is larger than the whole queue is still taken
 * when nothing waits, because it could otherwise never succeed.
 *
 * @example
 * const batcher = new Batcher({ run: (images) => pool.run(images), concurrency: 2, … });
 * const results = await batcher.submit([image]);
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>;
  /** Requests with items that wait, oldest first: a Set keeps the order and deletes at once. */
  readonly #waiting = new Set<BatchRequest<Item, Result>>();
  /** Requests that are not answered yet, waiting or not. */
  #open = 0;
  #queuedItems = 0;
  readonly #places: PlaceKeeper;
  #runningItems = 0;
  #runningBatches = 0;
  #batches = 0;
  #batchedItems = 0;
  /** Set once the batcher is closed; resolves when the last request has its answer. */
  #drained: Promise<void> | undefined;
  #onDrained: (() => void) | undefined;
  #cancelDelay: (() => void) | undefined;

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options;
    this.#places = new PlaceKeeper({
      clock: options.clock,
      hasRoom: (places) => this.#hasRoom(places),
    });
  }

  /** Items that wait, and places that are kept for items still to come. */
  get queuedItems(): number {
    return this.#queuedItems + this.#places.kept;
  }

  /** Items in batches that were begun: that are running, or that are there to be run next. */
  get runningItems(): number {
    return this.#runningItems;
  }

  /** Batches that were begun so far. */
  get batches(): number {
    return this.#batches;
  }

  /** Items in them. */
  get batchedItems(): number {
    return this.#batchedItems;
  }

  /**
   * Keeps places in the queue for items that are still to be made, so that the work of making them is
   * begun only where they will be taken. Waits for the places if need be, first come first served.
   *
   * @returns what {@link submit} takes, or is to be released
   * @throws {QueueFullError} when the wait is over
   * @throws {ClosedError} after {@link close}
   * @throws the reason of the signal when it aborts
   */
  async reserve(places: number, options: ReserveOptions): Promise<Places> {
    if (this.#drained !== undefined) throw new ClosedError();
    return this.#places.take(places, options);
  }

  /**
   * @param places those that were reserved for the items; released in any case
   * @returns one result an item, in order
   * @throws {QueueFullError} when the queue has no room for all items
   * @throws {DeadlineError} when the results do not come in time
   * @throws {ClosedError} after {@link close}
   * @throws the reason of `signal` when it aborts, and what `run` throws
   */
  async submit(items: readonly Item[], signal?: AbortSignal, places?: Places): Promise<Result[]> {
    try {
      if (this.#drained !== undefined) throw new ClosedError();
      signal?.throwIfAborted();
      if (items.length === 0) return [];
      if (!this.#hasRoom(items.length - (places?.count ?? 0))) {
        throw new QueueFullError(`${this.queuedItems} images are waiting already`);
      }
      const answer = this.#enqueue(items, signal);
      places?.release(); // not before: whoever waits for places would get them
      return await answer;
    } finally {
      places?.release();
    }
  }

  /** Whether there are so many places; in an empty queue there are as many as anybody needs. */
  #hasRoom(places: number): boolean {
    const taken = this.queuedItems;
    return places <= 0 || taken === 0 || taken + places <= this.#options.maxQueueSize;
  }

  /** Takes no more requests, and resolves when each one has its answer. */
  close(): Promise<void> {
    if (this.#drained === undefined) {
      this.#drained = new Promise((resolve) => (this.#onDrained = resolve));
      this.#places.close();
      this.#dispatch();
      this.#settleIfDrained();
    }
    return this.#drained;
  }

  async #enqueue(items: readonly Item[], signal: AbortSignal | undefined): Promise<Result[]> {
    const { clock, timeoutMs } = this.#options;
    const request = new BatchRequest<Item, Result>(items, clock.now());
    this.#open++;
    this.#waiting.add(request);
    this.#queuedItems += items.length;
    const stopWatching = request.watch(clock, timeoutMs, signal, () => this.#drop(request));
    this.#dispatch();
    try {
      return await request.answer;
    } finally {
      stopWatching();
      this.#open--;
      this.#settleIfDrained();
    }
  }

  #settleIfDrained(): void {
    if (this.#open === 0) this.#onDrained?.();
  }

  /** What a request still has in the queue leaves it. */
  #drop(request: BatchRequest<Item, Result>): void {
    if (!this.#waiting.delete(request)) return;
    this.#queuedItems -= request.waitingItems;
    this.#places.grant();
  }

  #dispatch(): void {
    this.#cancelDelay?.();
    this.#cancelDelay = undefined;
    while (this.#mayBegin()) {
      const delayMs = this.#delayBeforeNextBatch();
      if (delayMs > 0) {
        this.#cancelDelay = this.#options.clock.after(delayMs, () => this.#dispatch());
        return;
      }
      void this.#runBatch(this.#takeBatch());
    }
  }

  #mayBegin(): boolean {
    const { concurrency, fullBatchesAhead, hasIdle, maxBatchSize } = this.#options;
    if (this.#queuedItems === 0) return false;
    if (this.#runningBatches < concurrency) return true;
    const isWanted = this.#queuedItems >= maxBatchSize || hasIdle();
    return isWanted && this.#runningBatches < concurrency + fullBatchesAhead;
  }

  #delayBeforeNextBatch(): number {
    const { maxBatchSize, maxDelayMs, clock } = this.#options;
    const isWorthwhile = this.#runningBatches > 0 && this.#queuedItems < maxBatchSize;
    if (!isWorthwhile || maxDelayMs === 0 || this.#drained !== undefined) return 0;
    const [oldest] = this.#waiting;
    return oldest!.arrivedAtMs + maxDelayMs - clock.now();
  }

  #takeBatch(): Slice<Item, Result>[] {
    const slices: Slice<Item, Result>[] = [];
    let room = this.#options.maxBatchSize;
    for (const request of this.#waiting) {
      if (room === 0) break;
      const { start, items } = request.take(room);
      if (request.waitingItems === 0) this.#waiting.delete(request);
      slices.push({ request, start, items });
      room -= items.length;
      this.#queuedItems -= items.length;
    }
    this.#places.grant();
    return slices;
  }

  async #runBatch(slices: readonly Slice<Item, Result>[]): Promise<void> {
    const items = slices.flatMap((slice) => slice.items);
    this.#runningBatches++;
    this.#runningItems += items.length;
    this.#batches++;
    this.#batchedItems += items.length;
    try {
      const results = await this.#options.run(items);
      let offset = 0;
      for (const { request, start, items: own } of slices) {
        request.fill(start, results.slice(offset, offset + own.length));
        offset += own.length;
      }
    } catch (error) {
      for (const { request } of slices) {
        this.#drop(request);
        request.fail(error);
      }
    } finally {
      this.#runningBatches--;
      this.#runningItems -= items.length;
      this.#dispatch();
    }
  }
}

/** The part of a request that is in a batch. */
interface Slice<Item, Result> {
  readonly request: BatchRequest<Item, Result>;
  /** Position of the first item in its request. */
  readonly start: number;
  readonly items: readonly Item[];
}
