import type { Neighbours } from '../registry/version';
import type { InputSize } from './thread-messages';

/** A runtime in a thread of its own. */
export interface Engine {
  /** The runtime with its version: `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /** Why this runtime and no other, where there was a choice. */
  readonly reason?: string;
  /** Opens the graph in a file. Rejects, with a reason for the log, when it cannot. */
  open(file: string, input: InputSize): Promise<Network>;
  /** Makes the nearest of these rows quick to find. */
  index(neighbours: Neighbours): NeighbourIndex;
}

/** The graph of a version, loaded. */
export interface Network {
  /**
   * @param images uint8, [n, height, width, 3], RGB, 0-255
   * @returns float32, [n, features], row-major: what the version's head works on
   */
  run(images: Uint8Array): Promise<Float32Array>;
  /** Frees its native memory, which no garbage collector would. It cannot be used afterwards. */
  release(): Promise<void>;
}

/** The neighbours of a version, ready to be searched. */
export interface NeighbourIndex {
  /**
   * @param rows float32, [n, width], row-major, each of length 1
   * @returns float32, [n]: the cosine of the angle to the k-th nearest neighbour
   */
  similarities(rows: Float32Array): Promise<Float32Array>;
  /** Frees its native memory. */
  release(): void;
}
