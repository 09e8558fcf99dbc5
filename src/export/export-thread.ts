import { Worker } from 'node:worker_threads';
import { workerEntry } from '../config/worker-entry';
import { ExportFailedError } from './errors';
import type { ExportAnswer } from './export-messages';
import type { ExportTask } from './write-export';

/** Of the thread's own heap; the bytes of graphs lie outside of it. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512 };

/**
 * Writes an export in a thread of its own: rewriting a graph of a hundred megabytes would keep the
 * event loop busy for a second. No runtime runs in it, so that it can be ended at any time.
 *
 * @param signal ends the thread
 * @throws {ExportFailedError} when the thread ends without an answer
 */
export async function inExportThread(task: ExportTask, signal: AbortSignal): Promise<ExportAnswer> {
  const entry = workerEntry(__dirname, 'export.worker');
  const thread = new Worker(entry.file, {
    execArgv: entry.execArgv,
    name: 'export',
    workerData: task,
    resourceLimits: RESOURCE_LIMITS,
  });
  const end = (): void => void thread.terminate();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await new Promise<ExportAnswer>((resolve, reject) => {
      let answer: ExportAnswer | undefined;
      thread.once('message', (message: ExportAnswer) => (answer = message));
      thread.once('error', (cause) =>
        reject(new ExportFailedError('an export thread failed', { cause })),
      );
      // Only then does it write nothing any more.
      thread.once('exit', () => {
        if (answer !== undefined) resolve(answer);
        else
          reject(
            new ExportFailedError('an export was given up', { cause: signal.reason as unknown }),
          );
      });
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
