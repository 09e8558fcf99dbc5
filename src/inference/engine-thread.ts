import { SHARE_ENV, Worker, type Transferable } from 'node:worker_threads';
import type { WorkerEntry } from '../config/worker-entry';
import { EngineError } from './errors';
import {
  STOP,
  type BatchOutput,
  type ReadyMessage,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadMessage,
  type ThreadModel,
  type ThreadTask,
} from './thread-messages';

/** The thread ended while or before it did what it was asked; another one may succeed. */
export class ThreadEndedError extends EngineError {}

/** A worker thread with an engine in it. */
export interface EngineThread {
  readonly ready: ReadyMessage;
  /** Settles when the thread has ended, whatever the cause. */
  readonly ended: Promise<ThreadEndedError>;
  /**
   * Loads a model and warms it up. One at a time; batches that come meanwhile wait.
   *
   * @returns features that its graph gives an image
   * @throws {ThreadEndedError} when the thread ends first
   * @throws {EngineError} when the engine refuses the model; nothing of it is kept then
   */
  load(model: ThreadModel): Promise<number>;
  /**
   * Frees what a model took, as far as no other model shares it.
   *
   * @throws {ThreadEndedError} when the thread ends first
   */
  unload(model: number): Promise<void>;
  /**
   * Runs one batch.
   *
   * @param model the key of a model that is loaded
   * @param images uint8, [n, height, width, 3]; its buffer moves to the thread and is empty afterwards
   * @throws {ThreadEndedError} when the thread ends first
   * @throws {EngineError} when the engine refuses the batch
   */
  run(model: number, images: Uint8Array<ArrayBuffer>): Promise<BatchOutput>;
  /**
   * Asks the thread to end, which it does when the batch that it is running is done, and resolves
   * then. It is never terminated: onnxruntime-node 1.30 aborts the whole process when its thread
   * is terminated in the middle of a run.
   */
  stop(): Promise<void>;
}

/**
 * Starts a thread and waits until its runtime is there.
 *
 * @throws {EngineError} with the reason why its engine cannot be used
 */
export async function startEngineThread(
  entry: WorkerEntry,
  task: ThreadTask,
): Promise<EngineThread> {
  const worker = new Worker(entry.file, {
    execArgv: entry.execArgv,
    workerData: task,
    name: 'inference',
    // A copy would not reach native code: TensorFlow reads its log level from the process itself.
    env: SHARE_ENV,
  });
  const ended = endOf(worker);
  const conversation = new Conversation(worker, ended);
  const ready = await conversation.ready;
  return {
    ready,
    ended,
    async load(model) {
      const answer = await conversation.ask((call) => ({ kind: 'load', call, model }));
      return expect(answer, 'loaded').features;
    },
    async unload(model) {
      expect(await conversation.ask((call) => ({ kind: 'unload', call, model })), 'unloaded');
    },
    async run(model, images) {
      const answer = await conversation.ask(
        (call) => ({ kind: 'run', call, model, images }),
        [images.buffer],
      );
      return expect(answer, 'output').output;
    },
    async stop() {
      worker.postMessage(STOP);
      await ended;
    },
  };
}

function expect<Kind extends ThreadAnswer['kind']>(
  answer: ThreadAnswer,
  kind: Kind,
): Extract<ThreadAnswer, { kind: Kind }> {
  if (answer.kind === kind) return answer as Extract<ThreadAnswer, { kind: Kind }>;
  throw new EngineError(
    answer.kind === 'failed' ? answer.reason : 'an inference thread spoke out of turn',
  );
}

/** Resolves, with why, when the thread has ended; a thread that throws says so before it exits. */
function endOf(worker: Worker): Promise<ThreadEndedError> {
  return new Promise((resolve) => {
    let cause: Error | undefined;
    worker.on('error', (error: Error) => (cause = error));
    worker.on('exit', (code) => {
      const reason = cause === undefined ? `exit code ${code}` : cause.message;
      resolve(new ThreadEndedError(`an inference thread ended: ${reason}`, { cause }));
    });
  });
}

/** Gives each call its answer, and waits for none longer than the thread lives. */
class Conversation {
  readonly ready: Promise<ReadyMessage>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #end: ThreadEndedError | undefined;

  constructor(worker: Worker, ended: Promise<ThreadEndedError>) {
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if (message.kind === 'ready') resolve(message);
        else this.#settle(message);
      });
      void ended.then((end) => {
        this.#end = end;
        reject(end);
        for (const waiting of this.#waiting.values()) waiting.reject(end);
      });
    });
  }

  async ask(
    order: (call: number) => ThreadCall,
    transfer: Transferable[] = [],
  ): Promise<ThreadAnswer> {
    if (this.#end !== undefined) throw this.#end;
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#worker.postMessage(order(call), transfer);
    });
  }

  #settle(answer: ThreadAnswer): void {
    this.#waiting.get(answer.call)?.resolve(answer);
    this.#waiting.delete(answer.call);
  }
}

interface Waiting {
  readonly resolve: (answer: ThreadAnswer) => void;
  readonly reject: (reason: ThreadEndedError) => void;
}
