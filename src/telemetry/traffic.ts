import type { Outcome, TrafficMeter } from '../observability/traffic/traffic-meter';
import type { Subscriber } from './telemetry';

/**
 * Counts every answered request for the overview except health probes, because a probe during loading
 * is no trouble.
 */
export function trafficSubscriber(meter: TrafficMeter): Subscriber {
  return {
    requestEnded({ isFinished, isProbe, status, predictions, durationMs }) {
      if (isProbe || !isFinished) return;
      const outcome = outcomeOf(status);
      const isPrediction = predictions > 0 && outcome === 'answered';
      meter.record(outcome, isPrediction ? { pictures: predictions, ms: durationMs } : undefined);
    },
  };
}

function outcomeOf(status: number): Outcome {
  if (status === 429 || status === 503) return 'rejected';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'answered';
}
