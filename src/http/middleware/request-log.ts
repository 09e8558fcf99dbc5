import type { RequestHandler } from 'express';
import type { Logger } from '../../observability/logger';
import { CLIENT_CLOSED_REQUEST, routeOf } from './route-label';

export interface RequestLogOptions {
  readonly logger: Logger;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/** Probes come every few seconds, files with every page; they say nothing while all is well. */
const QUIET = /^(\/(api|v2)\/health\/|\/label-studio\/health$|\/metrics$|file$)/;

/** One line a request, when it is over: which route, how it ended, how long it took. */
export function requestLog({ logger, monotonicMs }: RequestLogOptions): RequestHandler {
  return (req, res, next) => {
    const startMs = monotonicMs();
    // Read now: a closed socket no longer knows its peer.
    const clientIp = req.ip ?? 'unknown';
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : CLIENT_CLOSED_REQUEST;
      const route = routeOf(req, status);
      const level = QUIET.test(route) && status < 400 ? 'debug' : 'info';
      logger[level]('request', {
        method: req.method,
        route,
        status,
        duration_ms: Math.round((monotonicMs() - startMs) * 100) / 100,
        request_id: res.locals.requestId,
        ...(res.locals.trace !== undefined && { trace_id: res.locals.trace.id }),
        client_ip: clientIp,
      });
    });
    next();
  };
}
