import { fork, type ChildProcess } from 'node:child_process';
import { workerEntry } from '../config/worker-entry';
import { withMemorySettings } from '../training/memory-settings';
import type { RetrainMessage, RetrainTask } from '../training/retrain/messages';

/** How a retraining process ended without a result. */
export interface UnexpectedEnd {
  readonly reason: string;
}

/** A retraining under way. */
export interface Retraining {
  /** Ends it at once, wherever it is. */
  kill(): void;
  /** Resolves when the process is gone: with what it said last, or how it ended without a word. */
  readonly ended: Promise<Extract<RetrainMessage, { kind: 'done' | 'failed' }> | UnexpectedEnd>;
}

/** Starts a retraining; `onMessage` hears what happens on the way, in order. */
export type StartRetraining = (
  task: RetrainTask,
  onMessage: (message: RetrainMessage) => void,
) => Retraining;

const COMPLAINTS_CHARACTERS = 2000;

/** In a process of its own: see `retrain.process.ts`. */
export const startRetrainingProcess: StartRetraining = (task, onMessage) => {
  const entry = workerEntry(`${__dirname}/../training/retrain`, 'retrain.process');
  const child = fork(entry.file, [], {
    execArgv: entry.execArgv,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // TensorFlow's start-up messages are no complaints.
    env: withMemorySettings({ ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' }),
  });
  const ended = endOf(child, onMessage);
  child.send(task, (error) => {
    if (error !== null) child.kill('SIGKILL');
  });
  return { ended, kill: () => void child.kill('SIGKILL') };
};

function endOf(
  child: ChildProcess,
  onMessage: (message: RetrainMessage) => void,
): Retraining['ended'] {
  return new Promise((resolve) => {
    let last: Extract<RetrainMessage, { kind: 'done' | 'failed' }> | undefined;
    let complaints = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-COMPLAINTS_CHARACTERS);
    });
    child.on('message', (received) => {
      const message = received as RetrainMessage;
      if (message.kind === 'done' || message.kind === 'failed') last = message;
      else onMessage(message);
    });
    child.once('error', (error) =>
      resolve({ reason: `the retraining process cannot be started: ${error.message}` }),
    );
    child.once('close', (code, signal) => {
      const how = signal === null ? `with code ${String(code)}` : `by ${signal}`;
      const why = complaints.trim() === '' ? '' : `: ${complaints.trim()}`;
      resolve(last ?? { reason: `the retraining process ended ${how}${why}` });
    });
  });
}
