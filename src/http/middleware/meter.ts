import type { RequestHandler } from 'express';
import type { Outcome, TrafficMeter } from '../../observability/traffic/traffic-meter';

export interface MeterOptions {
  readonly meter: TrafficMeter;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/**
 * Counts every answered request except health probes, because a probe during loading is no trouble.
 * The latency of requests for a prediction is measured as well.
 */
export function meterRequests({ meter, monotonicMs }: MeterOptions): RequestHandler {
  return (req, res, next) => {
    if (req.path.startsWith('/api/health')) {
      next();
      return;
    }
    const startMs = monotonicMs();
    const asksForPrediction = req.method === 'POST' && req.path === '/api/predict';
    res.once('finish', () => {
      const outcome = outcomeOf(res.statusCode);
      const isPrediction = asksForPrediction && outcome === 'answered';
      meter.record(outcome, isPrediction ? monotonicMs() - startMs : undefined);
    });
    next();
  };
}

function outcomeOf(status: number): Outcome {
  if (status === 429 || status === 503) return 'rejected';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'answered';
}
