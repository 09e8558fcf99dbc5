import { availableParallelism } from 'node:os';
import { IMAGE_VALUES } from '../config/image-shape';
import { workerEntry } from '../config/worker-entry';
import type { ModelVersion } from '../registry/version';
import { Batcher } from './batcher';
import type { Classification, Classifier } from './classification';
import { systemClock, type Clock } from './clock';
import { startEngineThread } from './engine-thread';
import type { InferenceLog } from './inference-log';
import { ServedVersion } from './served-version';
import { WorkerPool } from './worker-pool';

export interface ClassifierOptions {
  /** `onnx` is ONNX Runtime, `tfjs` TensorFlow.js. */
  readonly engine: 'onnx' | 'tfjs';
  /** Inference threads; 0 for one a processor core. TensorFlow.js always has one. */
  readonly workers: number;
  /** Most images in a batch. */
  readonly maxBatchSize: number;
  /** See {@link BatcherOptions.maxDelayMs}. */
  readonly maxQueueDelayMs: number;
  /** Most images that wait. */
  readonly maxQueueSize: number;
  /** Longest a request may take. */
  readonly timeoutMs: number;
  readonly clock?: Clock;
}

/** A thread that takes this many times longer than a request may is not slow but stuck. */
const STUCK_TIMEOUTS = 3;

/**
 * Loads a version into worker threads and puts a batcher in front of them. Resolves when every
 * thread is warm.
 *
 * @throws {EngineError} when the version's graph cannot be run, with the reason
 *
 * @example
 * const classifier = await createClassifier(version, { engine: 'onnx', workers: 0, … }, logger);
 * const [classification] = await classifier.classify([image.pixels]);
 */
export async function createClassifier(
  version: ModelVersion,
  options: ClassifierOptions,
  log: InferenceLog,
): Promise<Classifier> {
  const { maxBatchSize, timeoutMs, clock = systemClock } = options;
  const threads = threadsOf(options);
  const entry = workerEntry(__dirname, `${options.engine}.worker`);
  const file = options.engine === 'onnx' ? version.onnxFile : version.tfjsFile;
  const pool = await WorkerPool.start({
    startThread: () => startEngineThread(entry, { file, maxBatchSize }),
    threads,
    stuckAfterMs: STUCK_TIMEOUTS * timeoutMs,
    clock,
    log,
  });
  const served = await serve(version, pool);
  const batcher = new Batcher<Uint8Array, Classification>({
    run: (images) => served.classify(images),
    concurrency: threads,
    maxBatchSize,
    maxDelayMs: options.maxQueueDelayMs,
    maxQueueSize: options.maxQueueSize,
    timeoutMs,
    clock,
  });
  log.info('the classifier is ready', {
    model_version: version.name,
    engine: pool.ready.engine,
    threads,
  });
  return {
    engine: pool.ready.engine,
    engineReason: [`INFERENCE_ENGINE=${options.engine}`, pool.ready.reason]
      .filter((reason) => reason !== undefined)
      .join('; '),
    get load() {
      return {
        workers: pool.liveThreads,
        queuedImages: batcher.queuedItems,
        runningImages: batcher.runningItems,
      };
    },
    async classify(images, signal) {
      for (const { length } of images) {
        if (length !== IMAGE_VALUES) {
          throw new RangeError(`an image is ${IMAGE_VALUES} bytes, not ${length}`);
        }
      }
      return batcher.submit(images, signal);
    },
    async close() {
      await batcher.close();
      await pool.close();
    },
  };
}

/**
 * tfjs-node keeps the attribute names of its operations in one set for the whole process, without
 * a lock: two threads that use it at once crash the process now and then (seen in `AssignOpAttr`
 * of 4.22). It spreads its work over the cores by itself.
 */
function threadsOf({ engine, workers }: ClassifierOptions): number {
  if (engine === 'tfjs') return 1;
  return workers === 0 ? availableParallelism() : workers;
}

async function serve(version: ModelVersion, pool: WorkerPool): Promise<ServedVersion> {
  try {
    return new ServedVersion(version, pool);
  } catch (error) {
    await pool.close();
    throw error;
  }
}
