/** What the network says about one image. */
export interface Classification {
  /** Index into the version's class names. */
  readonly classIndex: number;
  /** Calibrated probability of that class, 0-1. */
  readonly confidence: number;
  /** Calibrated probabilities, [classes], summing to 1. */
  readonly probabilities: Float32Array;
  /** Name of the version that made it. */
  readonly modelVersion: string;
}

/** How busy the classifier is. */
export interface ClassifierLoad {
  readonly workers: number;
  readonly queuedImages: number;
  readonly runningImages: number;
}

/** Classifies images; the door of the inference room for the rest of the service. */
export interface Classifier {
  /** One of `onnxruntime-node`, `tfjs-node`, `tfjs-wasm`, with its version. */
  readonly engine: string;
  /** Why this engine and no other, for the log. */
  readonly engineReason: string;
  readonly load: ClassifierLoad;
  /**
   * @param images uint8, n × [32, 32, 3], RGB; the buffers may be handed over and must not be used afterwards
   * @param signal aborts when nobody waits any more; images not yet dispatched leave the queue
   * @throws {QueueFullError} when the queue has no room for n more
   * @throws {DeadlineError} when the result does not come in time
   * @throws {ClosedError} after {@link close}
   */
  classify(images: readonly Uint8Array[], signal?: AbortSignal): Promise<Classification[]>;
  /** Finishes what is queued, then ends the workers. */
  close(): Promise<void>;
}
