import { on } from 'node:events';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { workerEntry } from '../../config/worker-entry';
import type { LabelledImages } from '../../dataset/labelled-images';
import type { TrainingBatch } from '../augmentation/augmented-batches';
import type { Recipe } from '../recipe';

/** What a training step needs. */
export interface PreparedBatch extends TrainingBatch {
  /** Of the teachers, where there are some: probabilities, float32, [n, classes] */
  readonly answers?: Float32Array;
}

/** What the thread is given. */
export interface BatchTask extends LabelledImages {
  readonly recipe: Recipe;
  readonly firstEpoch: number;
  readonly teacherGraphs: readonly string[];
  readonly ready: number;
}

export const NEXT = 'next';
export const STOP = 'stop';
/** What the thread is told. */
export type BatchOrder = typeof NEXT | typeof STOP;
/** What the thread says instead of a batch when there is no further one. */
export const END = 'end';

/** The batches of a run, one after the other, made by a thread of their own. */
export interface PreparedBatches {
  /** @throws {Error} what the thread threw, that it has ended, or that there is no further batch */
  next(): Promise<PreparedBatch>;
  /**
   * Ends the thread when it is done with the batch that it is making; onnxruntime-node aborts the
   * whole process when its thread is terminated in the middle of a run.
   */
  close(): Promise<void>;
}

/** One that is trained on next, and one in reserve. */
const READY = 2;

/**
 * Augments the images of the coming steps, and asks the teachers for their answers, while a step
 * occupies the calling thread. The batches are those of `augmentedBatches`, epoch after epoch.
 *
 * @param firstEpoch from 0
 * @param teacherGraphs ONNX graphs of the teachers; none, where labels alone teach
 */
export function prepareBatches(
  { images, labels }: LabelledImages,
  recipe: Recipe,
  firstEpoch: number,
  teacherGraphs: readonly string[] = [],
): PreparedBatches {
  const entry = workerEntry(__dirname, 'batch.worker');
  const workerData: BatchTask = {
    ...{ images, labels, recipe, firstEpoch, teacherGraphs },
    ready: READY,
  };
  const worker = new Worker(entry.file, {
    execArgv: entry.execArgv,
    workerData,
    name: 'batches',
    // A copy would not reach native code: see disable-telemetry.ts.
    env: SHARE_ENV,
  });
  const messages = on(worker, 'message', { close: ['exit'] });
  const exited = new Promise<number>((resolve) => worker.once('exit', resolve));
  const order = (what: BatchOrder): void => worker.postMessage(what);
  return {
    async next() {
      const message = (await messages.next()) as IteratorResult<[Message], undefined>;
      if (message.done) {
        throw new Error(
          `the thread that prepares batches has ended with exit code ${await exited}`,
        );
      }
      const [said] = message.value;
      if (said === END) throw new Error('the run has no further batch');
      order(NEXT);
      return said;
    },
    async close() {
      order(STOP);
      await exited;
    },
  };
}

type Message = PreparedBatch | typeof END;
