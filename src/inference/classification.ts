import type { ModelVersion } from '../registry/version';
import type { Trace } from '../telemetry/trace';
import type { Places, ReserveOptions } from './places';
import type { VersionCounts } from './inference-counts';
import type { Precision } from './precision/choose-graph';

/** What the network says about one image. */
export interface Classification {
  /** Index into {@link classNames}. */
  readonly classIndex: number;
  /** The names that the version has for its classes: another version may have others. */
  readonly classNames: readonly string[];
  /** Calibrated probability of that class, 0-1. */
  readonly confidence: number;
  /** Calibrated probabilities, [classes], summing to 1. */
  readonly probabilities: Float32Array;
  /** Cosine distance to the k-th nearest of the version's neighbours, 0-2. */
  readonly distance: number;
  /** The distance is beyond the version's threshold: it may show none of the classes. */
  readonly uncertain: boolean;
  /** float32, [features]: what the head worked on; it shares its memory with the rest of the batch */
  readonly features: Float32Array;
  /** Name of the version that made it. */
  readonly modelVersion: string;
}

/** How busy the classifier is. */
export interface ClassifierLoad {
  readonly workers: number;
  /** Places that are kept for images still to come are counted. */
  readonly queuedImages: number;
  readonly runningImages: number;
  /** Batches begun since the start, and the images in them: how well requests share batches. */
  readonly batches: number;
  readonly batchedImages: number;
}

/** A version that goes on answering for whoever holds it, also when another one takes over. */
export interface ModelLease {
  /** What pictures are to be decoded for, as its card says. */
  readonly version: ModelVersion;
  /**
   * @param images uint8, n × [height, width, 3] of the version's input, RGB; the buffers may be handed
   *   over and must not be used afterwards
   * @param signal aborts when nobody waits any more; images not yet dispatched leave the queue
   * @param places those that were reserved for the images
   * @param trace of the request that they came with
   * @throws {QueueFullError} when the queue has no room for n more
   * @throws {DeadlineError} when the result does not come in time
   * @throws {ClosedError} after {@link Classifier.close}
   */
  classify(
    images: readonly Uint8Array[],
    signal?: AbortSignal,
    places?: Places,
    trace?: Trace,
  ): Promise<Classification[]>;
  /** Lets the version go; a second call does nothing. */
  release(): void;
}

/** A version that is loaded beside the one that answers, for requests that name it. */
export interface LoadedVersion {
  /** As {@link Classifier.lease}, of this version. */
  lease(): ModelLease;
  /** Frees it as soon as nobody holds it; it must not be leased any more. */
  unload(): Promise<void>;
}

/** Classifies images; the door of the inference room for the rest of the service. */
export interface Classifier {
  /** The version of batches that start now. */
  readonly version: ModelVersion;
  /** One of `onnxruntime-node`, `tfjs-node`, `tfjs-wasm`, with its version. */
  readonly engine: string;
  /** Of the numbers that the graph computes with. */
  readonly precision: Precision;
  /** Why this engine and this precision and no other, for people. */
  readonly engineReason: string;
  readonly load: ClassifierLoad;
  /** False while every thread has been busy with one batch for seconds, or none is alive. */
  readonly isResponsive: boolean;
  /**
   * The version that answers now, for one request: what pictures are decoded for is what classifies
   * them. It stays loaded until it is released.
   *
   * @throws {EngineError} while there is none
   */
  lease(): ModelLease;
  /** {@link ModelLease.classify} of the version that answers now. */
  classify: ModelLease['classify'];
  /**
   * Keeps places for images that are still to be read and decoded, so that none is decoded only to
   * be refused.
   *
   * @returns what {@link classify} takes, or is to be released
   * @throws {QueueFullError} when there are none within the time
   */
  reserve(places: number, options: ReserveOptions): Promise<Places>;
  /**
   * Lets another version answer, from one batch to the next: no request waits for it longer than
   * for its batch. It is loaded and warm in every thread before that; versions of one graph share
   * what is loaded. One at a time.
   *
   * @param beforeTakingOver called when the version is ready; when it rejects, nothing changes
   * @throws {EngineError} when the version cannot be run; the one before goes on answering
   */
  swap(version: ModelVersion, beforeTakingOver?: () => Promise<void>): Promise<void>;
  /**
   * Loads a version beside the one that answers. It shares the queue, the batches and the threads,
   * and the graph as well where both are versions of one.
   *
   * @throws {EngineError} when the version cannot be run
   */
  loadVersion(version: ModelVersion): Promise<LoadedVersion>;
  /** What was classified since the start, by the name of the version. */
  readonly counts: ReadonlyMap<string, VersionCounts>;
  /** Finishes what is queued, then ends the workers. */
  close(): Promise<void>;
}
