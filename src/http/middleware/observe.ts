import type { Request, RequestHandler, Response } from 'express';
import type { Telemetry } from '../../telemetry/telemetry';
import type { Trace } from '../../telemetry/trace';
import { isForPrograms } from '../access/program-paths';
import { CLIENT_CLOSED_REQUEST, routeOf } from './route-label';

declare module 'express-serve-static-core' {
  interface Locals {
    /** How many predictions the answer has, where it has any. */
    predictions?: number;
    /** Follows the request; absent where requests are not traced. */
    trace?: Trace;
    /** The code of the error that it was answered with. */
    errorCode?: string;
  }
}

export interface ObserveOptions {
  readonly telemetry: Telemetry;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

const UNTRACED = /^\/(metrics$|(api|v2|label-studio)\/health)/i;

/** Whatever method a client makes up shares one name with the others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'PUT']);

/** Tells of each request when it begins and when it is over, and names its trace to the client. */
export function observeRequests({ telemetry, monotonicMs }: ObserveOptions): RequestHandler {
  return (req, res, next) => {
    const beginMs = monotonicMs();
    const trace = isTraced(req.path)
      ? telemetry.requestBegan({
          traceparent: req.get('traceparent'),
          tracestate: req.get('tracestate'),
        })
      : undefined;
    if (trace !== undefined) {
      res.locals.trace = trace;
      res.set('traceresponse', trace.parent);
    }
    res.once('close', () => tellOfEnd(telemetry, req, res, monotonicMs() - beginMs));
    next();
  };
}

/** Pages, files, probes and scrapes come all the time and say little of how the service works. */
function isTraced(path: string): boolean {
  return isForPrograms(path) && !UNTRACED.test(path);
}

function tellOfEnd(telemetry: Telemetry, req: Request, res: Response, durationMs: number): void {
  const { route: known, predictions = 0, errorCode, trace } = res.locals;
  const isFinished = res.writableFinished;
  const status = isFinished ? res.statusCode : CLIENT_CLOSED_REQUEST;
  telemetry.requestEnded({
    method: METHODS.has(req.method) ? req.method : 'other',
    route: routeOf(req, status),
    status,
    durationMs,
    isFinished,
    isProbe: known?.limit === 'none',
    isPrediction: known?.scope === 'predict',
    predictions,
    errorCode,
    trace,
  });
}
