import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerEntry } from '../../config/worker-entry';
import { StorageError } from '../storage-error';
import type { Access } from './access';
import {
  receivedError,
  type StorageAnswer,
  type StorageCall,
  type StorageTask,
} from './thread-messages';

/** A thread with a connection to the database in it; it carries out one call after the other. */
export class StorageThread {
  readonly #task: StorageTask;
  /** Calls that wait for their turn. */
  readonly #short: Waiting[] = [];
  readonly #long: Waiting[] = [];
  #worker: Worker | undefined;
  #starting: Promise<void> | undefined;
  #running: Waiting | undefined;
  #calls = 0;
  #isClosed = false;

  constructor(task: StorageTask) {
    this.#task = task;
  }

  /**
   * Starts the thread and opens its connection.
   *
   * @throws {HistoryDatabaseError} when the database cannot be opened
   */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /**
   * Calls a store's method.
   *
   * @throws what the method throws
   * @throws {StorageError} `locked` when it waited too long for its turn, because others wait for a
   *   lock; `broken` when the thread has ended
   */
  call(
    table: StorageCall['table'],
    method: string,
    parameters: readonly unknown[],
    { lockWaitMs, isLong = false }: Omit<Access, 'thread'>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw new StorageError('broken', 'the storage is closed');
      const call = { id: this.#calls++, table, method, parameters, lockWaitMs };
      const waiting: Waiting = { call, resolve, reject, timer: undefined };
      const queue = isLong ? this.#long : this.#short;
      queue.push(waiting);
      this.#next();
      if (this.#running === waiting) return;
      // A change waits for its turn no longer than it would wait for the lock itself.
      if (this.#task.role === 'reader') return;
      waiting.timer = setTimeout(() => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(new StorageError('locked', 'the database is busy with other changes'));
      }, lockWaitMs);
    });
  }

  /** Carries out what waits, then closes the connection and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (this.#isClosed || worker === undefined) {
      this.#isClosed = true;
      return;
    }
    const ended = once(worker, 'exit');
    const closing = this.call('connection', 'close', [], LAST);
    this.#isClosed = true;
    await closing;
    await ended;
  }

  async #start(): Promise<void> {
    const entry = workerEntry(__dirname, 'storage.worker');
    const worker = new Worker(entry.file, {
      execArgv: entry.execArgv,
      workerData: this.#task,
      name: `storage ${this.#task.role}`,
    });
    await new Promise<void>((resolve, reject) => {
      let failure: Error | undefined;
      worker.on('message', (answer: StorageAnswer) => {
        if (answer.kind === 'ready') resolve();
        else if (answer.kind === 'failed' && answer.id === null) {
          failure = receivedError(answer.error);
        } else this.#settle(answer);
      });
      worker.on('error', (error: Error) => (failure = error));
      worker.on('exit', () => {
        const end = failure ?? new StorageError('broken', 'the storage thread has ended');
        reject(end);
        this.#ended(end);
      });
    });
    this.#worker = worker;
    this.#next();
  }

  #ended(cause: Error): void {
    const wasStarted = this.#worker !== undefined;
    this.#worker = undefined;
    this.#starting = undefined;
    const running = this.#running;
    this.#running = undefined;
    running?.reject(
      new StorageError('broken', `the storage thread ended: ${cause.message}`, { cause }),
    );
    if (wasStarted) this.#next(); // what waited is carried out by a new thread
  }

  #settle(answer: Exclude<StorageAnswer, { kind: 'ready' }>): void {
    const waiting = this.#running;
    this.#running = undefined;
    if (answer.kind === 'done') waiting?.resolve(answer.value);
    else waiting?.reject(receivedError(answer.error));
    this.#next();
  }

  #next(): void {
    if (this.#running !== undefined) return;
    if (this.#short.length + this.#long.length === 0) return;
    if (this.#worker === undefined) {
      // It has ended, or never began: what waits is carried out by a new one, or not at all.
      this.start().catch((cause: unknown) => {
        this.#refuse(new StorageError('broken', 'the database cannot be opened', { cause }));
      });
      return;
    }
    const waiting = this.#short.shift() ?? this.#long.shift()!;
    clearTimeout(waiting.timer);
    this.#running = waiting;
    this.#worker.postMessage(waiting.call);
  }

  #refuse(error: Error): void {
    const refused = [...this.#short.splice(0), ...this.#long.splice(0)];
    for (const { timer, reject } of refused) {
      clearTimeout(timer);
      reject(error);
    }
  }
}

/** Whatever was asked before is carried out first. */
const LAST = { lockWaitMs: 60_000, isLong: true };

interface Waiting {
  readonly call: StorageCall;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
  timer: NodeJS.Timeout | undefined;
}
