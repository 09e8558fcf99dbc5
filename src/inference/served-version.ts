import { strangeness } from '../registry/head-arithmetic';
import type { ModelVersion } from '../registry/version';
import { applyHead } from './apply-head';
import type { Classification } from './classification';
import { EngineError } from './errors';
import type { GraphChoice } from './precision/choose-graph';
import type { PooledModel, WorkerPool } from './worker-pool';

/**
 * A version that every thread has loaded: what one batch goes through from pixels to classes. A
 * batch is wholly of one version; the head is applied here, outside the graph.
 */
export class ServedVersion {
  readonly version: ModelVersion;
  readonly graph: GraphChoice;
  readonly #key: number;
  readonly #pool: WorkerPool;
  readonly #model: PooledModel;
  /** Those who hold it, and batches that are running or waiting for a thread. */
  #users = 0;
  #onIdle: (() => void) | undefined;

  /**
   * Loads the version into every thread and warms it up there.
   *
   * @param key tells it from every other one that the pool has had
   * @throws {EngineError} when a thread cannot run it, or its head does not fit its graph
   */
  static async load(
    version: ModelVersion,
    graph: GraphChoice,
    pool: WorkerPool,
    key: number,
  ): Promise<ServedVersion> {
    const { neighbours, head } = version;
    const { id, file, input } = graph;
    const model = await pool.load({ key, graph: { id, file, input }, neighbours });
    if (model.features === head.features)
      return new ServedVersion(version, graph, pool, key, model);
    await model.unload();
    throw new EngineError(
      `the graph of ${version.name} gives ${model.features} features and its head takes ${head.features}`,
    );
  }

  private constructor(
    version: ModelVersion,
    graph: GraphChoice,
    pool: WorkerPool,
    key: number,
    model: PooledModel,
  ) {
    this.version = version;
    this.graph = graph;
    this.#pool = pool;
    this.#key = key;
    this.#model = model;
  }

  /** Keeps it loaded until it is let go as often as it was held. */
  hold(): void {
    this.#users++;
  }

  letGo(): void {
    this.#users--;
    if (this.#users === 0) this.#onIdle?.();
  }

  /** @param images n × uint8 [height, width, 3] of its input */
  async classify(images: readonly Uint8Array[]): Promise<Classification[]> {
    this.hold();
    try {
      const { features, distances } = await this.#pool.run(this.#key, images);
      const width = this.version.head.features;
      return images.map((_, i) =>
        this.#decide(features.subarray(i * width, (i + 1) * width), distances[i]!),
      );
    } finally {
      this.letGo();
    }
  }

  /** Waits until nobody holds it and its batches are done, then frees what it took. */
  async retire(): Promise<void> {
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#model.unload();
  }

  #decide(features: Float32Array, distance: number): Classification {
    const { name, card, head, neighbours } = this.version;
    const probabilities = applyHead(head, features);
    const classIndex = probabilities.indexOf(Math.max(...probabilities));
    return {
      classIndex,
      classNames: card.class_names,
      confidence: probabilities[classIndex]!,
      probabilities,
      distance,
      uncertain: strangeness(neighbours, distance, features) > neighbours.threshold,
      features,
      modelVersion: name,
    };
  }
}
