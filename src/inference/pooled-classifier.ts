import { inputValues } from '../config/input-spec';
import type { ModelVersion } from '../registry/version';
import { NO_TELEMETRY, type Telemetry } from '../telemetry/telemetry';
import type { Trace } from '../telemetry/trace';
import { Batcher, type BatcherOptions } from './batcher';
import type {
  Classification,
  Classifier,
  ClassifierLoad,
  LoadedVersion,
  ModelLease,
} from './classification';
import { EngineError, UnrunnableVersionError } from './errors';
import { InferenceCounts, type VersionCounts } from './inference-counts';
import type { InferenceLog } from './inference-log';
import type { Places, ReserveOptions } from './places';
import type { GraphChoice, Precision } from './precision/choose-graph';
import { ServedVersion } from './served-version';
import { withLease } from './with-lease';
import type { WorkerPool } from './worker-pool';

export interface PooledClassifierParts {
  readonly pool: WorkerPool;
  readonly batcher: Omit<BatcherOptions<LeasedImage, Classification>, 'run'>;
  readonly chooseGraph: (version: ModelVersion) => Promise<GraphChoice>;
  /** Why this engine and no other. */
  readonly engineReason: string;
  readonly log: InferenceLog;
  /** Default: nobody listens. */
  readonly telemetry?: Pick<Telemetry, 'batchClassified'> | undefined;
}

/** An image, and the version that it was decoded for. */
export interface LeasedImage {
  readonly served: ServedVersion;
  readonly pixels: Uint8Array;
  /** When it was put into the queue, by the monotonic clock. */
  readonly queuedAtMs: number;
  /** The trace of the request that it came with. */
  readonly trace: Trace | undefined;
}

/** A batcher before a pool of threads, with one version that answers at a time. */
export class PooledClassifier implements Classifier {
  readonly #parts: PooledClassifierParts;
  readonly #telemetry: Pick<Telemetry, 'batchClassified'>;
  readonly #batcher: Batcher<LeasedImage, Classification>;
  /** Undefined until the first swap. */
  #served: ServedVersion | undefined;
  #versions = 0;
  readonly #counts = new InferenceCounts();
  #lastLoad: Promise<unknown> = Promise.resolve();

  constructor(parts: PooledClassifierParts) {
    this.#parts = parts;
    this.#telemetry = parts.telemetry ?? NO_TELEMETRY;
    this.#batcher = new Batcher({
      ...parts.batcher,
      run: (images) => this.#classifyEach(images),
    });
  }

  get version(): ModelVersion {
    return this.#now.version;
  }

  get engine(): string {
    return this.#parts.pool.ready.engine;
  }

  get precision(): Precision {
    return this.#now.graph.precision;
  }

  get engineReason(): string {
    return `${this.#parts.engineReason}; ${this.#now.graph.reason}`;
  }

  get load(): ClassifierLoad {
    return {
      workers: this.#parts.pool.liveThreads,
      queuedImages: this.#batcher.queuedItems,
      runningImages: this.#batcher.runningItems,
      batches: this.#batcher.batches,
      batchedImages: this.#batcher.batchedItems,
    };
  }

  get counts(): ReadonlyMap<string, VersionCounts> {
    return this.#counts.byVersion;
  }

  get isResponsive(): boolean {
    return this.#parts.pool.isResponsive;
  }

  async classify(
    images: readonly Uint8Array[],
    signal?: AbortSignal,
    places?: Places,
    trace?: Trace,
  ): Promise<Classification[]> {
    return withLease(this, (lease) => lease.classify(images, signal, places, trace));
  }

  lease(): ModelLease {
    return this.#leaseOf(this.#now);
  }

  async loadVersion(version: ModelVersion): Promise<LoadedVersion> {
    const served = await this.#load(version);
    return { lease: () => this.#leaseOf(served), unload: () => served.retire() };
  }

  #leaseOf(served: ServedVersion): ModelLease {
    const values = inputValues(served.version.card.input);
    served.hold();
    let isHeld = true;
    return {
      version: served.version,
      classify: async (images, signal, places, trace) => {
        for (const { length } of images) {
          if (length !== values) {
            throw new RangeError(`an image is ${values} bytes, not ${length}`);
          }
        }
        const queuedAtMs = this.#clockMs;
        const leased = images.map((pixels) => ({ served, pixels, queuedAtMs, trace }));

        return this.#batcher.submit(leased, signal, places);
      },
      release() {
        if (!isHeld) return;
        isHeld = false;
        served.letGo();
      },
    };
  }

  reserve(places: number, options: ReserveOptions): Promise<Places> {
    return this.#batcher.reserve(places, options);
  }

  async swap(version: ModelVersion, beforeTakingOver?: () => Promise<void>): Promise<void> {
    const { pool, log } = this.#parts;
    const next = await this.#load(version);
    const { graph } = next;
    try {
      await beforeTakingOver?.();
    } catch (error) {
      await next.retire();
      throw error;
    }
    const before = this.#served;
    this.#served = next; // the next batch is the first of the new version
    void before?.retire();
    log.info('a model version is loaded and answers', {
      model_version: version.name,
      engine: this.engine,
      precision: graph.precision,
      precision_reason: graph.reason,
      threads: pool.liveThreads,
    });
  }

  async close(): Promise<void> {
    await this.#batcher.close();
    await this.#parts.pool.close();
  }

  get #now(): ServedVersion {
    if (this.#served === undefined) throw new EngineError('no model version is loaded');
    return this.#served;
  }

  get #clockMs(): number {
    return this.#parts.batcher.clock.now();
  }

  /** The threads load one version after the other. */
  #load(version: ModelVersion): Promise<ServedVersion> {
    const load = this.#lastLoad.then(async () => {
      const graph = await this.#parts.chooseGraph(version);
      return ServedVersion.load(version, graph, this.#parts.pool, ++this.#versions);
    });
    this.#lastLoad = load.catch(() => undefined);
    return load.catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      throw new UnrunnableVersionError(error.message, { cause: error });
    });
  }

  /**
   * Around the moment that another version takes over, and where requests name versions, a batch can
   * have images of several: each version classifies its own.
   */
  async #classifyEach(images: readonly LeasedImage[]): Promise<Classification[]> {
    const beginMs = this.#clockMs;
    const places = new Map<ServedVersion, number[]>();
    for (const [i, { served }] of images.entries()) {
      const known = places.get(served);
      if (known === undefined) places.set(served, [i]);
      else known.push(i);
    }
    const results = new Array<Classification>(images.length);
    await Promise.all(
      [...places].map(async ([served, own]) => {
        const batch = own.map((i) => images[i]!);
        let hasFailed = true;
        try {
          const classified = await served.classify(batch.map(({ pixels }) => pixels));
          for (const [at, i] of own.entries()) results[i] = classified[at]!;
          hasFailed = false;
        } finally {
          this.#tell(served, batch, beginMs, hasFailed);
        }
      }),
    );
    return results;
  }

  #tell(
    { version, graph }: ServedVersion,
    batch: readonly LeasedImage[],
    beginMs: number,
    hasFailed: boolean,
  ): void {
    const images = batch.map(({ queuedAtMs, trace }) => ({ queueMs: beginMs - queuedAtMs, trace }));
    const computeMs = this.#clockMs - beginMs;
    const { name } = version;
    if (!hasFailed) {
      const queueMs = images.reduce((sum, image) => sum + image.queueMs, 0);
      this.#counts.add(name, { images: images.length, queueMs, computeMs });
    }
    const { precision } = graph;
    this.#telemetry.batchClassified({ version: name, precision, images, computeMs, hasFailed });
  }
}
