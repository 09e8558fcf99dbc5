import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { QueueFullError } from '../../inference/errors';
import type { ServiceState } from '../../serving/service-state';

export interface ShedLoadOptions {
  readonly state: ServiceState;
  /** Most images that may wait. */
  readonly maxQueueSize: number;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * How long a refusal is held back. Clients that ask again at once, whatever `Retry-After` says,
 * would otherwise take the time of those who are answered (docs/performance.md).
 */
const HOLD_MS = 200;

/**
 * While the queue is full, refuses before an upload is read and decoded for nothing.
 *
 * @throws {QueueFullError}
 */
export function shedLoad({ state, maxQueueSize, wait = delay }: ShedLoadOptions): RequestHandler {
  return async (_req, _res, next) => {
    const { queuedImages } = state.requireModel().classifier.load;
    if (queuedImages < maxQueueSize) {
      next();
      return;
    }
    await wait(HOLD_MS);
    throw new QueueFullError(`${queuedImages} images are waiting already`);
  };
}
