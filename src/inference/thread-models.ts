import { inputValues } from '../config/input-spec';
import { unitRows } from '../registry/head-arithmetic';
import type { Engine, Network, NeighbourIndex } from './engine';
import type { BatchOutput, ThreadGraph, ThreadModel } from './thread-messages';

/** The models that one thread has loaded. Those of one graph share it. */
export class ThreadModels {
  readonly #engine: Engine;
  readonly #maxBatchSize: number;
  readonly #graphs = new Map<string, LoadedGraph>();
  readonly #models = new Map<number, LoadedModel>();

  constructor(engine: Engine, maxBatchSize: number) {
    this.#engine = engine;
    this.#maxBatchSize = maxBatchSize;
  }

  /**
   * Loads a model and runs it, so that the first image of somebody does not wait for what a first
   * run allocates and chooses.
   *
   * @returns features that its graph gives an image
   * @throws {Error} saying why it cannot be used; nothing of it is kept then
   */
  async load({ key, graph, neighbours }: ThreadModel): Promise<number> {
    const loaded = await this.#openGraph(graph);
    try {
      const { features } = loaded;
      if (neighbours.width > features) {
        throw new Error(`its neighbours have ${neighbours.width} features, its graph ${features}`);
      }
      const { width } = neighbours;
      const { centre } = neighbours;
      const model = { graph: loaded, index: this.#engine.index(neighbours), width, centre };
      loaded.models++;
      this.#models.set(key, model);
      await this.#classify(model, new Uint8Array(inputValues(graph.input)));
      return features;
    } catch (error) {
      await this.unload(key);
      await this.#closeUnused(loaded);
      throw error;
    }
  }

  async unload(key: number): Promise<void> {
    const model = this.#models.get(key);
    if (model === undefined) return;
    this.#models.delete(key);
    model.index.release();
    model.graph.models--;
    await this.#closeUnused(model.graph);
  }

  /** @param images uint8, [n, height, width, 3] */
  async run(key: number, images: Uint8Array): Promise<BatchOutput> {
    const model = this.#models.get(key);
    if (model === undefined) throw new Error('the model of the batch is not loaded');
    return this.#classify(model, images);
  }

  async #classify(
    { graph, index, width, centre }: LoadedModel,
    images: Uint8Array,
  ): Promise<BatchOutput> {
    const features = await graph.network.run(images);
    const similarities = await index.similarities(
      unitRows(features, graph.features, width, centre),
    );
    return { features, distances: similarities.map((similarity) => 1 - similarity) };
  }

  async #openGraph({ id, file, input }: ThreadGraph): Promise<LoadedGraph> {
    const known = this.#graphs.get(id);
    if (known !== undefined) return known;
    const network = await this.#engine.open(file, input);
    try {
      await network.run(new Uint8Array(this.#maxBatchSize * inputValues(input)));
      const { length: features } = await network.run(new Uint8Array(inputValues(input)));
      const graph = { id, network, features, models: 0 };
      this.#graphs.set(id, graph);
      return graph;
    } catch (error) {
      await network.release();
      throw error;
    }
  }

  async #closeUnused({ id, network, models }: LoadedGraph): Promise<void> {
    if (models > 0 || !this.#graphs.delete(id)) return;
    await network.release();
  }
}

interface LoadedGraph {
  readonly id: string;
  readonly network: Network;
  readonly features: number;
  /** Models that use it. */
  models: number;
}

interface LoadedModel {
  readonly graph: LoadedGraph;
  readonly index: NeighbourIndex;
  /** Features that neighbours are compared by. */
  readonly width: number;
  readonly centre: Float32Array | undefined;
}
