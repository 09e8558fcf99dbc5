import { Worker } from 'node:worker_threads';
import { workerEntry } from '../../config/worker-entry';
import type { DriftReference } from './reference';

export interface ReferenceTask {
  /** The folder of the version. */
  readonly folder: string;
  readonly name: string;
}

/** The limit of the thread's own heap; its arrays lie outside of it. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256 };

/**
 * Sums up what a version's pictures look like in a thread of its own, at low priority: drawing
 * hundreds of windows takes a second or two.
 *
 * @param signal ends the thread
 * @returns a sentence where the version does not say enough
 * @throws the error of the thread
 * @throws the signal's reason
 */
export async function inReferenceThread(
  task: ReferenceTask,
  signal: AbortSignal,
): Promise<DriftReference | string> {
  signal.throwIfAborted();
  const entry = workerEntry(__dirname, 'reference.worker');
  const thread = new Worker(entry.file, {
    execArgv: entry.execArgv,
    name: 'drift reference',
    workerData: task,
    resourceLimits: RESOURCE_LIMITS,
  });
  const end = (): void => void thread.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<DriftReference | string>((resolve, reject) => {
      let result: DriftReference | string | undefined;
      thread.once('message', (message: DriftReference | string) => (result = message));
      thread.once('error', reject);
      thread.once('exit', () => {
        if (result !== undefined) resolve(result);
        else if (signal.aborted) reject(signal.reason as Error);
        else reject(new Error(`the reference of ${task.name} was not computed`));
      });
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
