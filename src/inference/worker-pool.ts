import type { Telemetry } from '../telemetry/telemetry';
import type { Clock } from './clock';
import { ThreadEndedError, type EngineThread } from './engine-thread';
import { ClosedError, EngineError } from './errors';
import type { InferenceLog } from './inference-log';
import type { BatchOutput, ReadyMessage, ThreadModel } from './thread-messages';

export interface WorkerPoolOptions {
  /** Starts one thread; see `startEngineThread`. */
  readonly startThread: () => Promise<EngineThread>;
  readonly threads: number;
  /** A thread that is busy with one batch for longer is stuck; it is given up and replaced. */
  readonly stuckAfterMs: number;
  readonly clock: Clock;
  readonly log: InferenceLog;
  /** Default: nobody listens. */
  readonly telemetry?: Pick<Telemetry, 'threadEnded'> | undefined;
}

/** A model that every thread has loaded. */
export interface PooledModel {
  /** Features that its graph gives an image. */
  readonly features: number;
  /** Frees it in every thread. No batch of it may be running or come afterwards. */
  unload(): Promise<void>;
}

/**
 * Batches that a thread is given: one that it runs, and one that is there when it is done. With one
 * alone it would wait until the event loop, busy with other requests, gives it the next.
 */
export const BATCHES_A_THREAD = 2;
/** Threads a batch may run on: a second one in case the first ended for a reason of its own. */
const MAX_ATTEMPTS = 2;
const FIRST_RESTART_DELAY_MS = 100;
const MAX_RESTART_DELAY_MS = 30_000;
/**
 * A thread that is busy with one batch for so long hangs, as far as anybody waits for it: a batch
 * takes milliseconds. It is given up later, at `stuckAfterMs`, as it may only be slow.
 */
const HANGS_AFTER_MS = 3000;
/** Longest that closing waits for batches that nobody waits for any more. */
const CLOSING_TIME_MS = 5000;

/**
 * Engine threads with the same models in each, running one batch at a time. A thread that ends is
 * replaced, after a delay that doubles until a batch succeeds again, and the batch that it ran is
 * given to another thread once. A batch that finds no thread with room waits for one.
 */
export class WorkerPool {
  /** What the threads said of themselves. */
  readonly ready: ReadyMessage;
  readonly #options: WorkerPoolOptions;
  /** Those that are alive, and what each has to do. */
  readonly #threads = new Map<EngineThread, Duties>();
  readonly #waiting: Batch[] = [];
  /** By their keys: what a replacement has to load before its first batch. */
  readonly #models = new Map<number, ThreadModel>();
  /** Threads that take no batch, for they shall load a model; called when they have none left. */
  readonly #reserved = new Map<EngineThread, () => void>();
  #places = 0;
  #endsInARow = 0;
  readonly #cancelRestarts = new Set<() => void>();
  #isClosed = false;

  /**
   * Resolves when every thread is ready.
   *
   * @throws {EngineError} with the reason when one is not; none is left running then
   */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const starts = await Promise.allSettled(
      Array.from({ length: options.threads }, () => options.startThread()),
    );
    const threads = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const failure = starts.find((start) => start.status === 'rejected');
    if (failure !== undefined) {
      await Promise.all(threads.map((thread) => thread.stop()));
      throw failure.reason;
    }
    return new WorkerPool(options, threads);
  }

  private constructor(options: WorkerPoolOptions, threads: readonly EngineThread[]) {
    this.#options = options;
    this.ready = threads[0]!.ready;
    for (const thread of threads) this.#add(thread);
  }

  /** Whether a batch that is given now would be run at once. */
  get hasIdleThread(): boolean {
    const thread = this.#leastBusy();
    return thread !== undefined && this.#threads.get(thread)!.batches.length === 0;
  }

  /** Whether any thread is alive that does not hang in a batch. */
  get isResponsive(): boolean {
    const since = this.#options.clock.now() - HANGS_AFTER_MS;
    for (const { batches, runningSinceMs } of this.#threads.values()) {
      if (batches.length === 0 || runningSinceMs > since) return true;
    }
    return false;
  }

  /** Threads that are alive. */
  get liveThreads(): number {
    return this.#threads.size;
  }

  /**
   * Loads a model into one thread after the other, so that the others go on answering; into all at
   * once while there is nothing to answer. One at a time.
   *
   * @throws {EngineError} when a thread cannot; none keeps it then
   */
  async load(model: ThreadModel): Promise<PooledModel> {
    const isFirst = this.#models.size === 0;
    this.#models.set(model.key, model);
    try {
      const threads = [...this.#threads.keys()];
      const loads = isFirst
        ? await Promise.all(threads.map((thread) => this.#load(thread, model)))
        : await inTurn(threads, (thread) => this.#load(thread, model));
      if (this.#isClosed) throw new ClosedError();
      const [features] = loads;
      if (features === undefined) throw new EngineError('no inference thread is alive');
      return { features, unload: () => this.#unload(model.key) };
    } catch (error) {
      await this.#unload(model.key);
      throw error;
    }
  }

  /**
   * @param model the key of a model that is loaded
   * @param images n × uint8 [height, width, 3], at least one; they are copied, so that the batch survives its thread
   * @throws {EngineError} when the engine refuses the batch, or two threads ended on it
   * @throws {ClosedError} when the pool is closed first
   */
  run(model: number, images: readonly Uint8Array[]): Promise<BatchOutput> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new ClosedError());
        return;
      }
      this.#waiting.push({ model, images, place: this.#places++, attempts: 0, resolve, reject });
      this.#assign();
    });
  }

  /** Ends the threads. Batches that are running or waiting are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#cancelRestarts) cancel();
    for (const batch of this.#waiting.splice(0)) batch.reject(new ClosedError());
    const ended = Promise.all([...this.#threads.keys()].map((thread) => thread.stop()));
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(CLOSING_TIME_MS, resolve);
      void ended.then(() => {
        cancel();
        resolve();
      });
    });
  }

  #add(thread: EngineThread): void {
    this.#threads.set(thread, new Duties());
    void thread.ended.then((end) => this.#remove(thread, end));
    this.#assign();
  }

  /** Resolves when the thread has no batch, or has ended; it is given none until it is in use again. */
  #reserve(thread: EngineThread): Promise<void> {
    return new Promise((resolve) => {
      this.#reserved.set(thread, resolve);
      if (!this.#threads.get(thread)?.batches.length) resolve();
    });
  }

  async #load(thread: EngineThread, model: ThreadModel): Promise<number> {
    await this.#reserve(thread);
    try {
      if (!this.#threads.has(thread)) throw new ThreadEndedError('an inference thread ended');
      return await this.#unlessStuck(thread, thread.load(model));
    } finally {
      this.#reserved.delete(thread);
      this.#assign();
    }
  }

  async #unload(key: number): Promise<void> {
    this.#models.delete(key);
    // A thread that has ended has nothing to free, and one that fails at it is of no concern.
    await Promise.allSettled(
      [...this.#threads.keys()].map((thread) => this.#unlessStuck(thread, thread.unload(key))),
    );
  }

  #remove(thread: EngineThread, end: ThreadEndedError): void {
    const duties = this.#threads.get(thread);
    if (duties === undefined) return; // given up earlier
    this.#threads.delete(thread);
    duties.abandon(end);
    this.#reserved.get(thread)?.();
    if (!this.#isClosed) this.#restartLater(end);
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#leastBusy();
      if (thread === undefined) return;
      void this.#execute(thread, this.#waiting.shift()!);
    }
  }

  /** The thread that is given the next batch; undefined while none has room. */
  #leastBusy(): EngineThread | undefined {
    let least = BATCHES_A_THREAD;
    let found: EngineThread | undefined;
    for (const [thread, { batches }] of this.#threads) {
      if (batches.length >= least || this.#reserved.has(thread)) continue;
      least = batches.length;
      found = thread;
    }
    return found;
  }

  async #execute(thread: EngineThread, batch: Batch): Promise<void> {
    const duties = this.#threads.get(thread)!;
    const { batches } = duties;
    const { clock } = this.#options;
    if (batches.push(batch) === 1) duties.runningSinceMs = clock.now();
    let hasEnded = false;
    try {
      const images = concatenate(batch.images);
      batch.resolve(await this.#unlessStuck(thread, thread.run(batch.model, images)));
      this.#endsInARow = 0;
    } catch (error) {
      hasEnded = error instanceof ThreadEndedError;
      if (hasEnded && batches[0] === batch) batch.attempts++;
      this.#retryOrReject(batch, error);
    } finally {
      // The batches of a thread that has ended stay in their list, which tells the one that it ran
      // from the one behind.
      if (!hasEnded) {
        batches.splice(batches.indexOf(batch), 1);
        duties.runningSinceMs = clock.now(); // of the one behind it
      }
      if (batches.length === 0) this.#reserved.get(thread)?.();
      this.#assign();
    }
  }

  /** Waits for what a thread does, and gives the thread up when it takes too long. */
  async #unlessStuck<Result>(thread: EngineThread, work: Promise<Result>): Promise<Result> {
    const duties = this.#threads.get(thread);
    if (duties === undefined) return work;
    const { clock, stuckAfterMs } = this.#options;
    const giveUp = (): void => {
      this.#remove(
        thread,
        new ThreadEndedError(`an inference thread was stuck for ${stuckAfterMs} ms`),
      );
      void thread.stop();
    };
    try {
      return await duties.add(work, () => clock.after(stuckAfterMs, giveUp));
    } catch (error) {
      if (error instanceof ThreadEndedError) this.#remove(thread, error);
      throw error;
    }
  }

  #retryOrReject(batch: Batch, error: unknown): void {
    if (this.#isClosed) batch.reject(new ClosedError());
    else if (!(error instanceof ThreadEndedError)) batch.reject(error);
    else if (batch.attempts < MAX_ATTEMPTS) this.#putBack(batch);
    else {
      batch.reject(
        new EngineError(`${MAX_ATTEMPTS} inference threads ended on the same batch`, {
          cause: error,
        }),
      );
    }
  }

  /** Ahead of all that came after it. */
  #putBack(batch: Batch): void {
    const later = this.#waiting.findIndex(({ place }) => place > batch.place);
    this.#waiting.splice(later === -1 ? this.#waiting.length : later, 0, batch);
  }

  #restartLater(reason: Error): void {
    const delayMs = Math.min(FIRST_RESTART_DELAY_MS * 2 ** this.#endsInARow, MAX_RESTART_DELAY_MS);
    this.#endsInARow++;
    this.#options.telemetry?.threadEnded();
    this.#options.log.error('an inference thread ended and will be replaced', {
      error: reason,
      restart_in_ms: delayMs,
      live_threads: this.liveThreads,
    });
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#cancelRestarts.delete(cancel);
      void this.#restart();
    });
    this.#cancelRestarts.add(cancel);
  }

  async #restart(): Promise<void> {
    try {
      const thread = await this.#startReplacement();
      if (this.#isClosed) {
        await thread.stop();
        return;
      }
      this.#add(thread);
      this.#options.log.info('an inference thread was replaced', {
        live_threads: this.liveThreads,
      });
    } catch (error) {
      if (!this.#isClosed) this.#restartLater(error as Error);
    }
  }

  /** A new thread with every model, those included that come while it loads the others. */
  async #startReplacement(): Promise<EngineThread> {
    const thread = await this.#options.startThread();
    try {
      for (const model of this.#models.values()) await thread.load(model);
      return thread;
    } catch (error) {
      await thread.stop();
      throw error;
    }
  }
}

/** What a thread has to do, one thing after the other. */
class Duties {
  /** Its batches, the one that it runs first. */
  readonly batches: Batch[] = [];
  /** Since when it runs the first of them, by the monotonic clock. */
  runningSinceMs = 0;
  /** Makes each one that waits for the thread wait no longer. */
  readonly #rejects = new Set<(reason: Error) => void>();
  #cancelTimer: (() => void) | undefined;

  /**
   * Waits for a piece of work.
   *
   * @param startTimer begins to time what the thread does now; it is called anew for each piece
   */
  add<Result>(work: Promise<Result>, startTimer: () => () => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#rejects.add(reject);
      if (this.#rejects.size === 1) this.#cancelTimer = startTimer();
      void work.then(resolve, reject).finally(() => {
        if (!this.#rejects.delete(reject)) return; // abandoned
        this.#cancelTimer?.();
        this.#cancelTimer = this.#rejects.size === 0 ? undefined : startTimer();
      });
    });
  }

  /** Fails all that waits. */
  abandon(reason: Error): void {
    this.#cancelTimer?.();
    const rejects = [...this.#rejects];
    this.#rejects.clear();
    for (const reject of rejects) reject(reason);
  }
}

interface Batch {
  readonly model: number;
  readonly images: readonly Uint8Array[];
  /** Later batches have higher ones. */
  readonly place: number;
  /** Threads that ended while they ran it. */
  attempts: number;
  readonly resolve: (output: BatchOutput) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One contiguous buffer a batch: transferring it costs 19 µs a round trip whatever its size, where
 * cloning it costs 36 µs for 16 images and transferring them one by one 27 µs (measured).
 */
function concatenate(images: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const values = images[0]!.length;
  const batch = new Uint8Array(images.length * values);
  images.forEach((image, i) => batch.set(image, i * values));
  return batch;
}

async function inTurn<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await task(item));
  return results;
}
