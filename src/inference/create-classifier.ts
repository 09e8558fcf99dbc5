import { availableParallelism } from 'node:os';
import { IMAGE_VALUES } from '../config/image-shape';
import { workerEntry } from '../config/worker-entry';
import type { ModelVersion } from '../registry/version';
import { Batcher } from './batcher';
import { fp32Graph, type Precision } from './choose-graph';
import type { Classification, Classifier, ClassifierLoad } from './classification';
import { systemClock, type Clock } from './clock';
import { startEngineThread } from './engine-thread';
import { EngineError } from './errors';
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
  const { engine, maxBatchSize, timeoutMs, clock = systemClock } = options;
  const threads = threadsOf(options);
  const entry = workerEntry(__dirname, `${engine}.worker`);
  const pool = await WorkerPool.start({
    startThread: () => startEngineThread(entry, { maxBatchSize }),
    threads,
    stuckAfterMs: STUCK_TIMEOUTS * timeoutMs,
    clock,
    log,
  });
  const classifier = new PooledClassifier(pool, threads, options, log);
  try {
    await classifier.swap(version);
    return classifier;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** A batcher before a pool of threads, with one version that answers at a time. */
class PooledClassifier implements Classifier {
  readonly #pool: WorkerPool;
  readonly #options: ClassifierOptions;
  readonly #log: InferenceLog;
  readonly #batcher: Batcher<Uint8Array, Classification>;
  /** Undefined until the first swap. */
  #served: ServedVersion | undefined;
  #versions = 0;

  constructor(pool: WorkerPool, threads: number, options: ClassifierOptions, log: InferenceLog) {
    this.#pool = pool;
    this.#options = options;
    this.#log = log;
    this.#batcher = new Batcher({
      run: (images) => this.#now.classify(images),
      concurrency: threads,
      maxBatchSize: options.maxBatchSize,
      maxDelayMs: options.maxQueueDelayMs,
      maxQueueSize: options.maxQueueSize,
      timeoutMs: options.timeoutMs,
      clock: options.clock ?? systemClock,
    });
  }

  get version(): ModelVersion {
    return this.#now.version;
  }

  get engine(): string {
    return this.#pool.ready.engine;
  }

  get precision(): Precision {
    return this.#now.graph.precision;
  }

  get engineReason(): string {
    const { engine } = this.#options;
    return [`INFERENCE_ENGINE=${engine}`, this.#pool.ready.reason, this.#now.graph.reason]
      .filter((reason) => reason !== undefined)
      .join('; ');
  }

  get load(): ClassifierLoad {
    return {
      workers: this.#pool.liveThreads,
      queuedImages: this.#batcher.queuedItems,
      runningImages: this.#batcher.runningItems,
    };
  }

  async classify(images: readonly Uint8Array[], signal?: AbortSignal): Promise<Classification[]> {
    for (const { length } of images) {
      if (length !== IMAGE_VALUES) {
        throw new RangeError(`an image is ${IMAGE_VALUES} bytes, not ${length}`);
      }
    }
    return this.#batcher.submit(images, signal);
  }

  async swap(version: ModelVersion, beforeTakingOver?: () => Promise<void>): Promise<void> {
    const graph = fp32Graph(version, this.#options.engine, 'fp32');
    const next = await ServedVersion.load(version, graph, this.#pool, ++this.#versions);
    try {
      await beforeTakingOver?.();
    } catch (error) {
      await next.retire();
      throw error;
    }
    const before = this.#served;
    this.#served = next; // the next batch is the first of the new version
    void before?.retire();
    this.#log.info('a model version is loaded and answers', {
      model_version: version.name,
      engine: this.engine,
      precision: graph.precision,
      threads: this.#pool.liveThreads,
    });
  }

  async close(): Promise<void> {
    await this.#batcher.close();
    await this.#pool.close();
  }

  get #now(): ServedVersion {
    if (this.#served === undefined) throw new EngineError('no model version is loaded');
    return this.#served;
  }
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
