import type { Request, RequestHandler } from 'express';
import type { Logger } from '../../observability/logger';

export interface RequestLogOptions {
  readonly logger: Logger;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/** As nginx has it: the client went away before the answer was sent. */
const CLIENT_CLOSED_REQUEST = 499;
/** Probes come every few seconds and say nothing while all is well. */
const QUIET = '/api/health/';

/** One line a request, when it is over: which route, how it ended, how long it took. */
export function requestLog({ logger, monotonicMs }: RequestLogOptions): RequestHandler {
  return (req, res, next) => {
    const startMs = monotonicMs();
    // Read now: a closed socket no longer knows its peer.
    const clientIp = req.ip ?? 'unknown';
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : CLIENT_CLOSED_REQUEST;
      const route = routeOf(req);
      const level = route.startsWith(QUIET) && status < 400 ? 'debug' : 'info';
      logger[level]('request', {
        method: req.method,
        route,
        status,
        duration_ms: Math.round((monotonicMs() - startMs) * 100) / 100,
        request_id: res.locals.requestId,
        client_ip: clientIp,
      });
    });
    next();
  };
}

/** The route's pattern, never the path: it holds no ids and is safe to count by. */
function routeOf(req: Request): string {
  const route = req.route as { readonly path: string } | undefined;
  return route === undefined ? 'unmatched' : req.baseUrl + route.path;
}
