import { setTimeout as sleep } from 'node:timers/promises';
import { NO_TELEMETRY, type Telemetry } from '../telemetry/telemetry';

/** Time between two tries to write at the end. */
const CLOSING_PAUSE_MS = 100;
/** How long the end of a process waits for a disk or a lock, unless its store says otherwise. */
export const CLOSING_WAIT_MS = 7000;
/** Shortest time between the beginnings of two writes: what comes meanwhile is written together. */
export const WRITE_INTERVAL_MS = 10;

/** Where the store says what went wrong; a logger fits. */
export interface StoreLog {
  error(message: string, details: Readonly<Record<string, unknown>>): void;
  info(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** Who hears how writing goes. */
export type QueueTelemetry = Pick<Telemetry, 'queueWritten' | 'queueDropped'>;

export interface WriteQueueOptions<Item> {
  /** What the items are, for the log: `history`, `images of predictions`. */
  readonly what: string;
  /** Writes all of them or none. */
  readonly write: (items: readonly Item[]) => Promise<unknown>;
  readonly log: StoreLog;
  /** Who hears how writing goes, and the name that the queue has there. Default: nobody. */
  readonly telemetry?: QueueTelemetry | undefined;
  readonly queue?: string;
  /** From the first queued item to its writing, in milliseconds. */
  readonly delayMs: number;
  /** Writes at once unless a write began less than `delayMs` ago. Default: false. */
  readonly writesAtOnce?: boolean;
  /** Longest wait between two tries to write, in milliseconds. */
  readonly maxRetryDelayMs: number;
  /** Most items of one `write`. */
  readonly maxBatch: number;
  /** Items kept while writing fails. */
  readonly maxItems: number;
  /** Bounds on the bytes of the items; a single item is taken whatever it has. */
  readonly bytes?: {
    readonly of: (item: Item) => number;
    /** Of one `write`. */
    readonly maxBatch: number;
    /** Kept while writing fails. */
    readonly max: number;
  };
  /** Which item goes when there are more; it is counted in the log. */
  readonly whenFull: 'drop-newest' | 'drop-oldest';
}

/** Collects items and writes them in batches, in order. A batch that fails is kept and tried again. */
export class WriteQueue<Item> {
  readonly #options: WriteQueueOptions<Item>;
  readonly #telemetry: QueueTelemetry;
  readonly #label: string;
  readonly #items: Item[] = [];
  #writing: Promise<void> | undefined;
  /** Takes back the write that is to begin. */
  #unschedule: (() => void) | undefined;
  /** Of all items. */
  #bytes = 0;
  #failures = 0;
  #dropped = 0;
  #droppedEver = 0;
  /** At the head of the queue: they are being written, and stay where they are. */
  #inWriting = 0;
  /** At the head of the queue: they are written one batch after the other, without a pause. */
  #inRound = 0;
  #closed = false;
  #writingSince = -Infinity;
  /** Ends with the next write that begins, whether it succeeds or not. */
  #nextTry: Try | undefined;

  constructor(options: WriteQueueOptions<Item>) {
    this.#options = options;
    this.#telemetry = options.telemetry ?? NO_TELEMETRY;
    this.#label = options.queue ?? options.what;
  }

  /** Items that are not written yet, the oldest first. */
  get pending(): readonly Item[] {
    return this.#items;
  }

  /** How many items were dropped since the start. */
  get dropped(): number {
    return this.#droppedEver;
  }

  /** Queues an item. Never throws. */
  add(item: Item): void {
    const { whenFull } = this.#options;
    const bytes = this.#bytesOf(item);
    if (this.#closed || (whenFull === 'drop-newest' && this.#isFull(bytes))) {
      this.#noteDrop();
      return;
    }
    // What is being written stays, and with it there may be more than there should be.
    while (this.#isFull(bytes) && this.#items.length > this.#inWriting) {
      this.#noteDrop();
      this.#bytes -= this.#bytesOf(this.#items[this.#inWriting]!);
      this.#items.splice(this.#inWriting, 1);
    }
    this.#items.push(item);
    this.#bytes += bytes;
    this.#schedule();
  }

  #isFull(bytes: number): boolean {
    const { maxItems, bytes: bound } = this.#options;
    if (this.#items.length === 0) return false;
    return this.#items.length >= maxItems || this.#bytes + bytes > (bound?.max ?? Infinity);
  }

  #bytesOf(item: Item): number {
    return this.#options.bytes?.of(item) ?? 0;
  }

  /** The oldest items, as many as one write may have. */
  #nextBatch(): Item[] {
    const { maxBatch, bytes: bound } = this.#options;
    const batch = this.#items.slice(0, Math.min(this.#inRound, maxBatch));
    let bytes = 0;
    const end = batch.findIndex((item, at) => {
      bytes += this.#bytesOf(item);
      return at > 0 && bytes > (bound?.maxBatch ?? Infinity);
    });
    return end === -1 ? batch : batch.slice(0, end);
  }

  /**
   * Resolves when what is queued now was written, or could not be written and is kept: while
   * writing fails, at once. Never rejects.
   */
  tried(): Promise<void> {
    if (this.#closed || this.#failures > 0 || this.#items.length === 0) return Promise.resolve();
    if (this.#items.length <= this.#inRound) return this.#settled();
    this.#nextTry ??= newTry();
    return this.#nextTry.ended;
  }

  /**
   * Writes what is queued now.
   *
   * @throws what `write` threw; the items stay queued and are tried again later
   */
  async flush(): Promise<void> {
    await this.#settled();
    // Another caller that waited for the same write may have begun the next one, with our items.
    await (this.#writing ?? this.#startWriting());
  }

  /**
   * Writes what is queued, again and again for a while if need be, and accepts no more.
   *
   * @param waitMs longest time to go on trying
   * @throws what `write` threw last; what could not be written is counted in the log
   */
  async end(waitMs: number): Promise<void> {
    const endMs = performance.now() + waitMs;
    try {
      while (this.#items.length > 0) await this.#flushBefore(endMs);
    } finally {
      this.close();
      const { length: items } = this.#items;
      if (items > 0) this.#options.log.error(`${this.#options.what} is lost`, { items });
    }
  }

  async #flushBefore(endMs: number): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      if (performance.now() >= endMs) throw error;
      await sleep(CLOSING_PAUSE_MS);
    }
  }

  /** Accepts no more and stops trying by itself; what could not be written stays in `pending`. */
  close(): void {
    this.#closed = true;
    this.#unschedule?.();
    this.#endWaiting();
  }

  #startWriting(): Promise<void> {
    this.#unschedule?.();
    this.#unschedule = undefined;
    const thisTry = this.#nextTry;
    this.#nextTry = undefined;
    if (this.#items.length === 0) {
      thisTry?.end();
      return Promise.resolve();
    }
    this.#writingSince = performance.now();
    this.#writing = this.#write(this.#items.length).finally(() => {
      this.#writing = undefined;
      thisTry?.end();
      if (this.#failures > 0) this.#endWaiting();
      this.#schedule();
    });
    return this.#writing;
  }

  #endWaiting(): void {
    this.#nextTry?.end();
    this.#nextTry = undefined;
  }

  async #settled(): Promise<void> {
    await this.#writing?.catch(() => undefined);
  }

  async #write(count: number): Promise<void> {
    const beginMs = performance.now();
    let hasFailed = false;
    let written = 0;
    try {
      for (this.#inRound = count; this.#inRound > 0;) {
        const batch = this.#nextBatch();
        this.#inWriting = batch.length;
        await this.#options.write(batch);
        for (const item of this.#items.splice(0, batch.length)) this.#bytes -= this.#bytesOf(item);
        written += batch.length;
        this.#inWriting = 0;
        this.#inRound -= Math.max(1, batch.length);
      }
      this.#recovered();
    } catch (error) {
      hasFailed = true;
      this.#failed(error);
      throw error;
    } finally {
      this.#inWriting = 0;
      this.#inRound = 0;
      this.#telemetry.queueWritten({
        queue: this.#label,
        written,
        waiting: this.#items.length,
        durationMs: performance.now() - beginMs,
        hasFailed,
      });
    }
  }

  #schedule(): void {
    const isScheduled = this.#unschedule !== undefined || this.#writing !== undefined;
    if (this.#closed || isScheduled || this.#items.length === 0) return;
    this.#unschedule = after(this.#waitMs(), () => {
      this.#startWriting().catch(() => undefined); // logged where it failed
    });
  }

  #waitMs(): number {
    const { delayMs, maxRetryDelayMs, writesAtOnce = false } = this.#options;
    if (this.#failures > 0) return Math.min(delayMs * 2 ** this.#failures, maxRetryDelayMs);
    return writesAtOnce ? this.#writingSince + delayMs - performance.now() : delayMs;
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    if (!Number.isInteger(Math.log2(this.#failures))) return; // the 1st, 2nd, 4th, 8th … is enough
    this.#options.log.error(`${this.#options.what} cannot be written; it is kept and tried again`, {
      error,
      items: this.#items.length,
      attempt: this.#failures,
    });
  }

  #recovered(): void {
    if (this.#failures > 0) {
      this.#options.log.info(`${this.#options.what} is written again`, { dropped: this.#dropped });
    }
    this.#failures = 0;
    this.#dropped = 0;
  }

  #noteDrop(): void {
    this.#dropped += 1;
    this.#droppedEver += 1;
    this.#telemetry.queueDropped(this.#label);
    if (this.#dropped > 1) return; // how many is told when writing works again
    const { what, whenFull, log } = this.#options;
    const which = whenFull === 'drop-oldest' && !this.#closed ? 'the oldest' : 'new ones';
    log.error(`${what} takes no more; ${which} are dropped`, {
      reason: this.#closed ? 'it is closed' : 'it is full of unwritten ones',
      items: this.#items.length,
    });
  }
}

/**
 * Without a wait, it begins when what has arrived by now has been looked at, and is written together. A
 * timer would take a millisecond at least, which whoever waits for a single prediction would notice.
 *
 * @returns to take it back
 */
function after(waitMs: number, begin: () => void): () => void {
  if (waitMs > 0) {
    const timer = setTimeout(begin, waitMs);
    return () => clearTimeout(timer);
  }
  const immediate = setImmediate(begin);
  return () => clearImmediate(immediate);
}

/** A write to come, for those that wait for it. */
interface Try {
  readonly ended: Promise<void>;
  readonly end: () => void;
}

function newTry(): Try {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { ended, end };
}
