import type { RequestHandler } from 'express';
import type { Outcome, TrafficMeter } from '../../observability/traffic/traffic-meter';

declare module 'express-serve-static-core' {
  interface Locals {
    /** How many predictions the answer has, where it has any. */
    predictions?: number;
  }
}

export interface MeterOptions {
  readonly meter: TrafficMeter;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/**
 * Counts every answered request except health probes, because a probe during loading is no trouble.
 * The latency of requests that are answered with predictions is measured as well.
 */
export function meterRequests({ meter, monotonicMs }: MeterOptions): RequestHandler {
  return (_req, res, next) => {
    const startMs = monotonicMs();
    res.once('finish', () => {
      if (res.locals.route?.limit === 'none') return;
      const outcome = outcomeOf(res.statusCode);
      const pictures = res.locals.predictions ?? 0;
      const isPrediction = pictures > 0 && outcome === 'answered';
      meter.record(outcome, isPrediction ? { pictures, ms: monotonicMs() - startMs } : undefined);
    });
    next();
  };
}

function outcomeOf(status: number): Outcome {
  if (status === 429 || status === 503) return 'rejected';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'answered';
}
