import { parentPort, workerData } from 'node:worker_threads';
import { beNicer } from '../config/be-nicer';
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

/** Than the event loop; a retraining is nicer still. */
const NICER = 5;

/**
 * The life of a worker thread: start the runtime, say ready, load models and answer batches until
 * told to stop. A failure before ready ends the thread with that error; one later is answered, and
 * the thread goes on.
 */
export async function serveEngine(start: () => Promise<Engine>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('an engine is served in a worker thread only');
  const say = (message: ThreadMessage): void => port.postMessage(message);
  // Where cores are few, a loop that waits its turn behind two networks lets their queue run dry.
  // Elsewhere than on Linux it would be the loop's own priority.
  if (process.platform === 'linux') beNicer(NICER);

  const { maxBatchSize, mirroredView } = workerData as ThreadTask;
  const runtime = await start();
  const engine = mirroredView ? withMirroredView(runtime) : runtime;
  const { name, reason } = engine;
  const models = new ThreadModels(engine, maxBatchSize);
  // One call after the other: the networks of two batches would run before either had its answer.
  let work = Promise.resolve();
  port.on('message', (order: ThreadOrder) => {
    // Exiting ends this thread alone.
    if (order === STOP) void work.then(() => process.exit());
    else work = work.then(() => answer(models, order)).then(say);
  });
  say({ kind: 'ready', engine: name, ...(reason === undefined ? {} : { reason }) });
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
