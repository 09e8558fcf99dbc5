import type { Configuration } from '../config/load';
import type { TrafficMeter } from '../observability/traffic/traffic-meter';
import type { Logger } from '../observability/logger';
import { Metrics } from './prometheus/metrics';
import { combined, type Telemetry } from './telemetry';
import { trafficSubscriber } from './traffic';

export interface OpenTelemetryOptions {
  readonly config: Configuration;
  readonly meter: TrafficMeter;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** Everybody who hears what the service tells of its work. */
export interface OpenedTelemetry {
  readonly telemetry: Telemetry;
  /** Undefined where METRICS is off. */
  readonly metrics: Metrics | undefined;
}

/** Opens what the configuration asks for. */
export function openTelemetry({
  config,
  meter,
  logger,
  now,
}: OpenTelemetryOptions): OpenedTelemetry {
  const metrics = config.METRICS
    ? new Metrics({
        hasExemplars: false,
        now,
        onError: (error, gauge) => logger.warn('a metric cannot be read', { gauge, error }),
      })
    : undefined;
  const telemetry = combined([
    trafficSubscriber(meter),
    ...(metrics === undefined ? [] : [metrics.subscriber]),
  ]);
  return { telemetry, metrics };
}
