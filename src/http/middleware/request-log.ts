import type { Request, RequestHandler } from 'express';
import type { Logger } from '../../observability/logger';

export interface RequestLogOptions {
  readonly logger: Logger;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/** As nginx has it: the client went away before the answer was sent. */
const CLIENT_CLOSED_REQUEST = 499;
/** What the route of a request for a file of the pages is called. */
const FILE = 'file';
/** Probes come every few seconds, files with every page; they say nothing while all is well. */
const QUIET = /^(\/(api|v2)\/health\/|\/label-studio\/health$|file$)/;

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
        client_ip: clientIp,
      });
    });
    next();
  };
}

/** The route's pattern, never the path: it holds no ids and is safe to count by. */
function routeOf(req: Request, status: number): string {
  const route = req.route as { readonly path: string } | undefined;
  if (route !== undefined) return req.baseUrl + route.path;
  return req.method === 'GET' && status < 400 ? FILE : 'unmatched';
}
