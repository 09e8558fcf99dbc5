import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { WorkerEntry } from '../config/worker-entry';
import type { EngineOutput } from './engine';
import { EngineError } from './errors';
import { STOP, type ReadyMessage, type ThreadMessage, type ThreadTask } from './thread-messages';

/** The thread ended while or before it ran a batch; another one may succeed. */
export class ThreadEndedError extends EngineError {}

/** A worker thread with an engine in it that is loaded and warm. */
export interface EngineThread {
  readonly ready: ReadyMessage;
  /** Settles when the thread has ended, whatever the cause. */
  readonly ended: Promise<ThreadEndedError>;
  /**
   * Runs one batch; the next may only follow when it has settled.
   *
   * @param images uint8, [n, 32, 32, 3]; its buffer moves to the thread and is empty afterwards
   * @throws {ThreadEndedError} when the thread ends first
   * @throws {EngineError} when the engine refuses the batch
   */
  run(images: Uint8Array<ArrayBuffer>): Promise<EngineOutput>;
  /**
   * Asks the thread to end, which it does when the batch that it is running is done, and resolves
   * then. It is never terminated: onnxruntime-node 1.30 aborts the whole process when its thread
   * is terminated in the middle of a run.
   */
  stop(): Promise<void>;
}

/**
 * Starts a thread and waits until it is ready.
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
  const ready = await conversation.next();
  if (ready.kind !== 'ready') throw new EngineError('an inference thread spoke out of turn');
  return {
    ready,
    ended,
    async run(images) {
      const answer = conversation.next();
      worker.postMessage(images, [images.buffer]);
      const message = await answer;
      if (message.kind === 'output') return message.output;
      throw new EngineError(
        message.kind === 'failed' ? message.reason : 'an inference thread spoke out of turn',
      );
    },
    async stop() {
      worker.postMessage(STOP);
      await ended;
    },
  };
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

/** Waits for one message at a time, and never longer than the thread lives. */
class Conversation {
  #resolve: ((message: ThreadMessage) => void) | undefined;
  #reject: ((reason: ThreadEndedError) => void) | undefined;
  #end: ThreadEndedError | undefined;

  constructor(worker: Worker, ended: Promise<ThreadEndedError>) {
    worker.on('message', (message: ThreadMessage) => this.#resolve?.(message));
    void ended.then((end) => {
      this.#end = end;
      this.#reject?.(end);
    });
  }

  async next(): Promise<ThreadMessage> {
    if (this.#end !== undefined) throw this.#end;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }
}
