import type { ErrorRequestHandler, Request, Response } from 'express';
import { errorPage } from '../../dashboard/error-page';
import type { AnswerCheck } from '../kit/answer-check';
import type { Logger } from '../../observability/logger';
import type { ErrorAnswer, ProtocolError } from '../kit/errors/error-schema';
import { ERRORS } from '../kit/errors/error-codes';
import { statusIn } from '../kit/errors/error-shape';
import { isForPrograms } from '../access/program-paths';
import { toHttpError } from '../kit/errors/to-http-error';

export interface ErrorHandlerOptions {
  readonly logger: Logger;
  /** The service's own version. */
  readonly release: string;
  readonly checkAnswer?: AnswerCheck;
}

/**
 * Answers every error in the shape of its route, or as a page where a browser asked for one. A 5xx tells the
 * client its request id, and the log the rest.
 */
export function errorHandler({
  logger,
  release,
  checkAnswer,
}: ErrorHandlerOptions): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return (thrown: unknown, req, res: Response<ErrorAnswer | ProtocolError | string>, _next) => {
    const error = toHttpError(thrown);
    const { requestId, trace } = res.locals;
    res.locals.errorCode = error.code;
    if (res.closed) return; // The client has gone: the request log says so.
    if (error.status === 500 || ERRORS[error.code].isOperators === true) {
      logger.error('request failed', {
        request_id: requestId,
        ...(trace !== undefined && { trace_id: trace.id }),
        error: error.cause ?? error,
      });
    } else {
      logger.debug('request refused', { request_id: requestId, code: error.code, error });
    }
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const { route, errorShape: shape = 'usual' } = res.locals;
    const status = statusIn(shape, error.code);
    res.status(status).set(error.headers);
    if (shape !== 'usual') {
      const plain = { error: error.message };
      if (route !== undefined) checkAnswer?.(route, status, plain);
      res.json(plain);
      return;
    }
    const answer = { error: error.message, code: error.code, request_id: requestId };
    if (route !== undefined) checkAnswer?.(route, status, answer);
    if (!wantsPage(req)) {
      res.json(answer);
      return;
    }
    const { message } = error;
    res.set('Cache-Control', 'no-cache');
    const view = errorPage({ status, message, requestId, release });
    res.render('error', view, (failure: Error | null, html) => {
      if (failure === null) res.send(html);
      else res.json(answer);
    });
  };
}

/** Scripts and programs take anything; browsers that open an address say they want a page. */
function wantsPage(req: Request): boolean {
  return !isForPrograms(req.path) && req.accepts(['json', 'html']) === 'html';
}
