import { availableParallelism } from 'node:os';
import { workerEntry } from '../config/worker-entry';
import type { ModelVersion } from '../registry/version';
import type { Classifier } from './classification';
import { systemClock, type Clock } from './clock';
import { startEngineThread, type EngineThread } from './engine-thread';
import { NO_TELEMETRY, type Telemetry } from '../telemetry/telemetry';
import type { InferenceLog } from './inference-log';
import { PooledClassifier } from './pooled-classifier';
import { chooseGraph, type Precision } from './precision/choose-graph';
import { compareGraphs } from './precision/compare-graphs';
import type { Comparison } from './precision/comparison';
import { comparisonFile } from './precision/comparison-cache';
import { rememberedComparison } from './precision/remembered-comparison';
import { BATCHES_A_THREAD, WorkerPool } from './worker-pool';

export interface ClassifierOptions {
  /** `onnx` is ONNX Runtime, `tfjs` TensorFlow.js. */
  readonly engine: 'onnx' | 'tfjs';
  /** `int8` and `fp32` are graphs of a version; `auto` is the faster one here. */
  readonly precision: 'auto' | Precision;
  /** Where it is remembered which one is faster; by default it is measured each time. */
  readonly comparisonFile?: string;
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
  /** Whether images are looked at mirrored too: fewer mistakes, twice the work. */
  readonly mirroredView?: boolean;
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
  telemetry: Telemetry = NO_TELEMETRY,
): Promise<Classifier> {
  const { engine, precision, maxBatchSize, timeoutMs, clock = systemClock } = options;
  const { mirroredView = false } = options;
  const threads = threadsOf(options);
  const entry = workerEntry(__dirname, `${engine}.worker`);
  const startThread = (): Promise<EngineThread> =>
    startEngineThread(entry, { maxBatchSize, mirroredView });
  const pool = await WorkerPool.start({
    startThread,
    threads,
    stuckAfterMs: STUCK_TIMEOUTS * timeoutMs,
    clock,
    log,
    telemetry,
  });
  const compare = (compared: ModelVersion, int8File: string): Promise<Comparison> =>
    rememberedComparison(compared, int8File, {
      engine: pool.ready.engine,
      batchSize: maxBatchSize,
      cache:
        options.comparisonFile === undefined ? undefined : comparisonFile(options.comparisonFile),
      measure: () => measure(startThread, compared, int8File, maxBatchSize, clock),
      log,
    });
  const classifier = new PooledClassifier({
    pool,
    batcher: {
      concurrency: threads,
      fullBatchesAhead: (BATCHES_A_THREAD - 1) * threads,
      hasIdle: () => pool.hasIdleThread,
      maxBatchSize,
      maxDelayMs: options.maxQueueDelayMs,
      maxQueueSize: options.maxQueueSize,
      timeoutMs,
      clock,
    },
    chooseGraph: (next) => chooseGraph(next, { engine, precision, compare, log }),
    engineReason: [`INFERENCE_ENGINE=${engine}`, pool.ready.reason]
      .filter((reason) => reason !== undefined)
      .join('; '),
    log,
    telemetry,
  });
  try {
    await classifier.swap(version);
    return classifier;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

async function measure(
  startThread: () => Promise<EngineThread>,
  version: ModelVersion,
  int8File: string,
  batchSize: number,
  clock: Clock,
): Promise<Comparison> {
  const thread = await startThread();
  try {
    return await compareGraphs(thread, version, int8File, batchSize, clock);
  } finally {
    await thread.stop();
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
