import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Engine } from './engine';
import { withMirroredView } from './mirrored-view';
import {
  STOP,
  type BatchOutput,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadMessage,
  type ThreadOrder,
  type ThreadTask,
} from './thread-messages';
import { ThreadModels } from './thread-models';

/**
 * The life of a worker thread: start the runtime, say ready, load models and answer batches until
 * told to stop. A failure before ready ends the thread with that error; one later is answered, and
 * the thread goes on.
 */
export async function serveEngine(start: () => Promise<Engine>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('an engine is served in a worker thread only');
  const say = (message: ThreadMessage): void => port.postMessage(message);
  yieldToEventLoop();

  const { maxBatchSize, mirroredView } = workerData as ThreadTask;
  const runtime = await start();
  const engine = mirroredView ? withMirroredView(runtime) : runtime;
  const { name, reason } = engine;
  const models = new ThreadModels(engine, maxBatchSize);
  port.on('message', (order: ThreadOrder) => {
    if (order === STOP) process.exit(); // ends this thread alone, between two runs
    void answer(models, order).then(say);
  });
  say({ kind: 'ready', engine: name, ...(reason === undefined ? {} : { reason }) });
}

/** So much nicer than the event loop; a retraining is nicer still. */
const NICER = 5;

/**
 * Where cores are few, a loop that waits its turn behind two networks lets their queue run dry. On
 * Linux a priority is a thread's own; elsewhere it would be the whole process'.
 */
function yieldToEventLoop(): void {
  if (process.platform !== 'linux') return;
  setPriority(Math.min(getPriority() + NICER, constants.priority.PRIORITY_LOW));
}

async function answer(models: ThreadModels, order: ThreadCall): Promise<ThreadAnswer> {
  const { call } = order;
  try {
    switch (order.kind) {
      case 'load':
        return { kind: 'loaded', call, features: await models.load(order.model) };
      case 'unload':
        await models.unload(order.model);
        return { kind: 'unloaded', call };
      case 'run':
        return { kind: 'output', call, output: plain(await models.run(order.model, order.images)) };
    }
  } catch (error) {
    return { kind: 'failed', call, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Runtimes give getters and views of memory that is theirs; a message is cloned from plain data. */
function plain({ features, distances }: BatchOutput): BatchOutput {
  return { features, distances };
}
