import type { InputSpec } from '../config/input-spec';
import type { Neighbours } from '../registry/version';

/** Of the pictures that a network takes, in pixels. */
export type InputSize = Pick<InputSpec, 'width' | 'height'>;

/** What a thread is started with, as its `workerData`. */
export interface ThreadTask {
  /** Images of the largest batch to come. */
  readonly maxBatchSize: number;
  /** Whether an image's features are the mean of its own and of its mirror image's. */
  readonly mirroredView: boolean;
}

/** A graph that threads load. */
export interface ThreadGraph {
  readonly id: string;
  readonly file: string;
  readonly input: InputSize;
}

/** What a thread needs of a version. */
export interface ThreadModel {
  /** What batches call it by. */
  readonly key: number;
  /** Models with the same `id` share the loaded graph. */
  readonly graph: ThreadGraph;
  readonly neighbours: Neighbours;
}

/** What a thread makes of a batch of n images. */
export interface BatchOutput {
  /** float32, [n, features], row-major */
  readonly features: Float32Array;
  /** float32, [n]: cosine distance to the k-th nearest neighbour of the version, 0-2 */
  readonly distances: Float32Array;
}

/** Tells a thread to end. */
export const STOP = 'stop';

/** What a thread is asked; each call is answered once, under its number. */
export type ThreadCall =
  | { readonly kind: 'load'; readonly call: number; readonly model: ThreadModel }
  | { readonly kind: 'unload'; readonly call: number; readonly model: number }
  | {
      readonly kind: 'run';
      readonly call: number;
      readonly model: number;
      /** uint8, [n, height, width, 3] */
      readonly images: Uint8Array;
    };

export type ThreadOrder = ThreadCall | typeof STOP;

/** What a thread says once, when its runtime is there. */
export interface ReadyMessage {
  readonly kind: 'ready';
  readonly engine: string;
  readonly reason?: string;
}

export type ThreadAnswer =
  | {
      readonly kind: 'loaded';
      readonly call: number;
      /** Features that the graph gives an image. */
      readonly features: number;
    }
  | { readonly kind: 'unloaded'; readonly call: number }
  | { readonly kind: 'output'; readonly call: number; readonly output: BatchOutput }
  | { readonly kind: 'failed'; readonly call: number; readonly reason: string };

/** What a thread says. */
export type ThreadMessage = ReadyMessage | ThreadAnswer;
