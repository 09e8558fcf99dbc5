import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from '../../observability/logger';
import type { ErrorAnswer } from '../schemas/error';
import { toHttpError } from '../to-http-error';

export interface ErrorHandlerOptions {
  readonly logger: Logger;
}

/** Answers every error in one shape. A 5xx tells the client its request id, and the log the rest. */
export function errorHandler({ logger }: ErrorHandlerOptions): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return (thrown: unknown, _req, res: Response<ErrorAnswer>, _next) => {
    const error = toHttpError(thrown);
    const { requestId } = res.locals;
    if (res.closed) return; // The client has gone: the request log says so.
    if (error.status === 500) {
      logger.error('request failed', { request_id: requestId, error: error.cause ?? error });
    } else {
      logger.debug('request refused', { request_id: requestId, code: error.code, error });
    }
    if (res.headersSent) {
      res.destroy();
      return;
    }
    res
      .status(error.status)
      .set(error.headers)
      .json({ error: error.message, code: error.code, request_id: requestId });
  };
}
