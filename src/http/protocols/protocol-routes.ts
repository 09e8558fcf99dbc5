import type { RequestHandler } from 'express';
import { PREDICTION_ERRORS } from '../api/predictions/picture-errors';
import { shedLoad } from '../middleware/shed-load';
import type { ErrorShape } from '../kit/errors/error-shape';
import type { ErrorCode } from '../kit/errors/error-codes';
import type { ProtocolParts } from './protocol-parts';

interface ReadingRoute {
  readonly method: 'get';
  readonly subject: 'protocols';
  readonly scope: 'read';
  readonly limit: 'default';
  readonly errorShape: ErrorShape;
}

interface ClassifyingRoute {
  readonly method: 'post';
  readonly subject: 'protocols';
  readonly scope: 'predict';
  readonly limit: 'predict';
  readonly errors: readonly ErrorCode[];
  readonly errorShape: ErrorShape;
  readonly before: (parts: ProtocolParts) => readonly RequestHandler[];
}

/** What the routes that tell about versions have in common, in every protocol. */
export function readingRoute(errorShape: ErrorShape): ReadingRoute {
  return {
    method: 'get',
    subject: 'protocols',
    scope: 'read',
    limit: 'default',
    errorShape,
  };
}

/** What the routes that classify pictures have in common, in every protocol. */
export function classifyingRoute(errorShape: ErrorShape): ClassifyingRoute {
  return {
    method: 'post',
    subject: 'protocols',
    scope: 'predict',
    limit: 'predict',
    errors: [...PREDICTION_ERRORS, 'FILE_TOO_LARGE', 'TOO_MANY_FILES'],
    errorShape,
    before: ({ state, config }: ProtocolParts) => [
      shedLoad({ state, maxQueueSize: config.MAX_QUEUE_SIZE }),
    ],
  };
}
