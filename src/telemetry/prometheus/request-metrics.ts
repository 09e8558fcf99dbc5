import { Counter, Histogram, type Registry } from 'prom-client';
import type { EndedRequest, Subscriber } from '../telemetry';
import { inSeconds, SECONDS } from './buckets';

/** What is refused because there is too much of it, or because it took too long. */
const REJECTIONS = new Set([429, 503, 504]);

/** Requests by route and status, how long they take, and why they are refused. */
export function requestMetrics(registry: Registry, hasExemplars: boolean): Subscriber {
  const registers = [registry];
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests that are over; status 499 where the client went away first.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const duration = new Histogram<'method' | 'route' | 'trace_id'>({
    name: 'http_request_duration_seconds',
    help: 'From the first byte of a request to the last one of its response; without probes and files.',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    enableExemplars: hasExemplars,
    registers,
  });
  const errors = new Counter({
    name: 'http_errors_total',
    help: 'Requests that were answered with an error, by its code in the API.',
    labelNames: ['code'],
    registers,
  });
  const rejected = new Counter({
    name: 'inference_rejected_total',
    help: 'Requests for predictions that were turned away or came too late, by the code of the error.',
    labelNames: ['reason'],
    registers,
  });

  function observe({ method, route, durationMs, trace }: EndedRequest): void {
    const labels = { method, route };
    const value = inSeconds(durationMs);
    if (!hasExemplars) duration.observe(labels, value);
    else {
      const exemplarLabels = trace?.isRecorded === true ? { trace_id: trace.id } : {};
      duration.observe({ labels, value, exemplarLabels });
    }
  }

  return {
    requestEnded(request) {
      const { method, route, status, errorCode, isProbe, isPrediction } = request;
      requests.inc({ method, route, status });
      if (!isProbe && route !== 'file') observe(request);
      if (errorCode === undefined) return;
      errors.inc({ code: errorCode });
      if (isPrediction && REJECTIONS.has(status)) rejected.inc({ reason: errorCode });
    },
  };
}
