import { parentPort, workerData } from 'node:worker_threads';
import { IMAGE_VALUES } from '../config/image-shape';
import type { Engine, EngineOutput, LoadEngine } from './engine';
import { STOP, type ThreadMessage, type ThreadOrder, type ThreadTask } from './thread-messages';

/**
 * The life of a worker thread: load the graph, warm it up, say ready, answer batches until told
 * to stop. A failure before ready ends the thread with that error; one later is answered, and the
 * thread goes on.
 */
export async function serveEngine(load: LoadEngine): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('an engine is served in a worker thread only');
  const { file, maxBatchSize } = workerData as ThreadTask;
  const say = (message: ThreadMessage): void => port.postMessage(message);

  const engine = await load(file);
  const features = await warmUp(engine, maxBatchSize);
  port.on('message', (order: ThreadOrder) => {
    if (order === STOP) process.exit(); // ends this thread alone, between two runs
    void answer(engine, order).then(say);
  });
  const { name, reason } = engine;
  say({ kind: 'ready', engine: name, features, ...(reason === undefined ? {} : { reason }) });
}

/**
 * The first run of each size allocates and chooses kernels; better now than on somebody's image.
 *
 * @returns features an image
 */
async function warmUp(engine: Engine, maxBatchSize: number): Promise<number> {
  await engine.run(new Uint8Array(maxBatchSize * IMAGE_VALUES));
  const { features } = await engine.run(new Uint8Array(IMAGE_VALUES));
  return features.length;
}

async function answer(engine: Engine, images: Uint8Array): Promise<ThreadMessage> {
  try {
    return { kind: 'output', output: plain(await engine.run(images)) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Runtimes give getters and views of memory that is theirs; a message is cloned from plain data. */
function plain({ logits, features }: EngineOutput): EngineOutput {
  return { logits, features };
}
