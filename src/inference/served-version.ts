import type { ModelVersion } from '../registry/version';
import { applyHead } from './apply-head';
import type { Classification } from './classification';
import { EngineError } from './errors';
import type { WorkerPool } from './worker-pool';

/**
 * A version with the threads that run its graph: what one batch goes through from pixels to
 * classes. A batch is wholly of one version; the head is applied here, outside the graph.
 */
export class ServedVersion {
  readonly #version: ModelVersion;
  readonly #pool: WorkerPool;

  /** @throws {EngineError} when the head does not fit the features of the graph */
  constructor(version: ModelVersion, pool: WorkerPool) {
    const { features } = pool.ready;
    if (features !== version.head.features) {
      throw new EngineError(
        `the graph of ${version.name} gives ${features} features and its head takes ${version.head.features}`,
      );
    }
    this.#version = version;
    this.#pool = pool;
  }

  /** @param images n × uint8 [32, 32, 3] */
  async classify(images: readonly Uint8Array[]): Promise<Classification[]> {
    const { features } = await this.#pool.run(images);
    const width = this.#version.head.features;
    return images.map((_, i) => this.#decide(features.subarray(i * width, (i + 1) * width)));
  }

  #decide(features: Float32Array): Classification {
    const probabilities = applyHead(this.#version.head, features);
    const classIndex = probabilities.indexOf(Math.max(...probabilities));
    return {
      classIndex,
      confidence: probabilities[classIndex]!,
      probabilities,
      modelVersion: this.#version.name,
    };
  }
}
