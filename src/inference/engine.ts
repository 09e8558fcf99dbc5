/** What an engine makes of a batch of n images. */
export interface EngineOutput {
  /** float32, [n, classes], row-major: those of the head the network was trained with */
  readonly logits: Float32Array;
  /** float32, [n, features], row-major: what the version's head works on */
  readonly features: Float32Array;
}

/** A runtime with the graph of a version loaded. One engine lives in one thread. */
export interface Engine {
  /** The runtime with its version: `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /** Why this runtime and no other, where there was a choice. */
  readonly reason?: string;
  /** @param images uint8, [n, 32, 32, 3], RGB, 0-255 */
  run(images: Uint8Array): Promise<EngineOutput>;
}

/** Opens the graph in a file. Rejects, with a reason for the log, when it cannot. */
export type LoadEngine = (file: string) => Promise<Engine>;
