import { setTimeout as delay } from 'node:timers/promises';

export interface ThumbnailQueueOptions {
  /** Makes one thumbnail, where it is not made yet, and stores it. */
  readonly make: (id: string, bytes: Uint8Array, source: ThumbnailSource) => Promise<void>;
  /** Told what went wrong with one; the next one has its turn. */
  readonly onError: (error: unknown) => void;
  readonly monotonicMs: () => number;
  readonly maxFiles?: number;
  readonly maxBytes?: number;
  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const MAX_FILES = 256;
const MAX_BYTES = 64 * 1024 * 1024;
/** Of the time of one processor core: the predictions want the rest. */
const SHARE = 0.1;

/** What the bytes are: of the picture's file, or of a thumbnail that is made already. */
export type ThumbnailSource = 'file' | 'thumbnail';

interface Waiting {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly source: ThumbnailSource;
}

/**
 * Makes thumbnails one after the other, beside the predictions and never in their way: it rests
 * nine times as long as it works. Where more come than it can make, the oldest go without.
 */
export class ThumbnailQueue {
  readonly #options: Required<ThumbnailQueueOptions>;
  readonly #waiting: Waiting[] = [];
  readonly #stop = new AbortController();
  #bytes = 0;
  #dropped = 0;
  #working: Promise<void> | undefined;

  constructor(options: ThumbnailQueueOptions) {
    this.#options = {
      maxFiles: MAX_FILES,
      maxBytes: MAX_BYTES,
      wait: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
      ...options,
    };
  }

  /** How many went without. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Queues a thumbnail; never throws. */
  add(id: string, bytes: Uint8Array, source: ThumbnailSource = 'file'): void {
    if (this.#stop.signal.aborted) return;
    this.#waiting.push({ id, bytes, source });
    this.#bytes += bytes.length;
    const { maxFiles, maxBytes } = this.#options;
    while (this.#waiting.length > maxFiles || this.#bytes > maxBytes) {
      this.#take();
      this.#dropped += 1;
    }
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  /** Finishes what it is at, and makes no more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { make, onError, monotonicMs, wait } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const next = this.#take();
      if (next === undefined) return;
      const startedMs = monotonicMs();
      try {
        await make(next.id, next.bytes, next.source);
      } catch (error) {
        onError(error);
      }
      const workedMs = monotonicMs() - startedMs;
      await wait(workedMs * (1 / SHARE - 1), signal).catch(() => undefined);
    }
  }

  #take(): Waiting | undefined {
    const next = this.#waiting.shift();
    this.#bytes -= next?.bytes.length ?? 0;
    return next;
  }
}
