import type { EngineOutput } from './engine';

/** What a thread is started with, as its `workerData`. */
export interface ThreadTask {
  /** Absolute path of the graph. */
  readonly file: string;
  /** Images of the largest batch to come. */
  readonly maxBatchSize: number;
}

/** What a thread says once, when its graph is loaded and warm. */
export interface ReadyMessage {
  readonly kind: 'ready';
  readonly engine: string;
  readonly reason?: string;
  /** Features that the graph gives an image. */
  readonly features: number;
}

/** Tells a thread to end. */
export const STOP = 'stop';

/** What a thread is told: the images of a batch, uint8 [n, 32, 32, 3], or to end. */
export type ThreadOrder = Uint8Array | typeof STOP;

/** What a thread says. */
export type ThreadMessage =
  | ReadyMessage
  | { readonly kind: 'output'; readonly output: EngineOutput }
  | { readonly kind: 'failed'; readonly reason: string };
