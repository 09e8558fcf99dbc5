import { fork, type ChildProcess } from 'node:child_process';
import { workerEntry } from '../../config/worker-entry';
import {
  EvaluationBusyError,
  EvaluationError,
  EvaluationTimeoutError,
  NoEvaluationDataError,
  UnusableVersionError,
} from './errors';
import type {
  EvaluationFolders,
  EvaluationMessage,
  EvaluationReport,
  EvaluationSet,
  EvaluationTask,
} from './evaluation-task';

export interface EvaluatorOptions {
  readonly folders: EvaluationFolders;
  /** Longest an evaluation may take. */
  readonly timeoutMs: number;
}

/**
 * Judges versions in a process of its own, at low priority, one at a time. A process, because ONNX
 * Runtime aborts the whole program when its thread is ended in the middle of a run, and because a
 * thread cannot give way to those that answer predictions.
 *
 * @example
 * const { versions } = await evaluator.evaluate(['cifar10-standard-8'], 'held_out', signal);
 * versions[0].evaluation.accuracy;
 */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  #running: { readonly versions: readonly string[]; readonly ended: Promise<void> } | undefined;
  #waiting = 0;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** Whether a version is being judged, and its files are needed. */
  isUsing(version: string): boolean {
    return this.#running?.versions.includes(version) ?? false;
  }

  /**
   * @param versions one, or two to be compared
   * @param signal gives up
   * @throws {EvaluationBusyError} while another one runs
   * @throws {NoEvaluationDataError} when the images are not there
   * @throws {UnusableVersionError} when a version is not there or not whole
   * @throws {EvaluationTimeoutError} when it takes too long
   * @throws {EvaluationError} when it fails or is given up
   */
  async evaluate(
    versions: readonly string[],
    on: EvaluationSet,
    signal: AbortSignal,
  ): Promise<EvaluationReport> {
    if (this.#running !== undefined) throw new EvaluationBusyError();
    const entry = workerEntry(__dirname, 'evaluation.process');
    const child = fork(entry.file, [], {
      execArgv: entry.execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let end = (): void => undefined;
    this.#running = { versions, ended: new Promise((resolve) => (end = resolve)) };
    try {
      const { folders, timeoutMs } = this.#options;
      const task: EvaluationTask = { versions, on, folders };
      const timeout = AbortSignal.timeout(timeoutMs);
      const message = await ask(child, task, AbortSignal.any([signal, timeout])).catch(
        (error: unknown) => {
          throw timeout.aborted ? new EvaluationTimeoutError(timeoutMs) : error;
        },
      );
      if (message.kind === 'report') return message.report;
      throw errorOf(message);
    } finally {
      this.#running = undefined;
      end();
    }
  }

  /**
   * The same, after what runs already; a few may wait.
   *
   * @throws {EvaluationBusyError} when too many wait
   */
  async evaluateInTurn(
    versions: readonly string[],
    on: EvaluationSet,
    signal: AbortSignal,
  ): Promise<EvaluationReport> {
    if (this.#waiting >= MAX_WAITING) throw new EvaluationBusyError();
    this.#waiting++;
    try {
      while (this.#running !== undefined) await this.#running.ended;
    } finally {
      this.#waiting--;
    }
    return this.evaluate(versions, on, signal);
  }
}

const MAX_WAITING = 8;
const COMPLAINTS_CHARACTERS = 2000;

/** Settles when the process has ended, so that the next one finds the machine free. */
async function ask(
  child: ChildProcess,
  task: EvaluationTask,
  signal: AbortSignal,
): Promise<EvaluationMessage> {
  const giveUp = (): void => void child.kill('SIGKILL');
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS_CHARACTERS);
  });
  try {
    return await new Promise<EvaluationMessage>((resolve, reject) => {
      let message: EvaluationMessage | undefined;
      child.once('error', (cause) =>
        reject(new EvaluationError('the evaluation process cannot be started', { cause })),
      );
      child.once('message', (received) => (message = received as EvaluationMessage));
      child.once('close', (code, endedBy) => {
        if (message !== undefined) resolve(message);
        else reject(endError(signal, code, endedBy, complaints));
      });
      signal.addEventListener('abort', giveUp, { once: true });
      if (signal.aborted) giveUp();
      child.send(task, (error) => {
        if (error !== null) giveUp();
      });
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function endError(
  signal: AbortSignal,
  code: number | null,
  endedBy: NodeJS.Signals | null,
  complaints: string,
): EvaluationError {
  if (signal.aborted) {
    return new EvaluationError('the evaluation was given up', { cause: signal.reason });
  }
  const how = endedBy === null ? `with code ${String(code)}` : `by ${endedBy}`;
  return new EvaluationError(`the evaluation process ended ${how}: ${complaints.trim()}`);
}

function errorOf({ reason, cause }: Extract<EvaluationMessage, { kind: 'failure' }>): Error {
  switch (cause) {
    case 'no data':
      return new NoEvaluationDataError(reason);
    case 'no version':
      return new UnusableVersionError(reason);
    case 'failed':
      return new EvaluationError(reason);
  }
}
