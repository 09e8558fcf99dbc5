import type { Configuration } from '../config/load';
import type { Logger } from '../observability/logger';
import type { TrafficMeter } from '../observability/traffic/traffic-meter';
import { Metrics } from './prometheus/metrics';
import { combined, type Telemetry } from './telemetry';
import { openTracing } from './tracing/open-tracing';
import { trafficSubscriber } from './traffic';

export interface OpenTelemetryOptions {
  readonly config: Configuration;
  readonly meter: TrafficMeter;
  /** The service's own version. */
  readonly release: string;
  /** Tells this instance from others. */
  readonly instance: string;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** Everybody who hears what the service tells of its work. */
export interface OpenedTelemetry {
  readonly telemetry: Telemetry;
  /** Undefined where METRICS is off. */
  readonly metrics: Metrics | undefined;
  /** Sends the traces that wait. Never rejects. */
  close(): Promise<void>;
}

/** Opens what the configuration asks for. */
export async function openTelemetry(options: OpenTelemetryOptions): Promise<OpenedTelemetry> {
  const { config, meter, logger, now } = options;
  const tracing = await openTracing(options);
  const metrics = config.METRICS
    ? new Metrics({
        hasExemplars: tracing !== undefined,
        now,
        onError: (error, gauge) => logger.warn('a metric cannot be read', { gauge, error }),
      })
    : undefined;
  const subscribers = [trafficSubscriber(meter), metrics?.subscriber, tracing?.subscriber];
  return {
    telemetry: combined(subscribers.filter((subscriber) => subscriber !== undefined)),
    metrics,
    close: async () => tracing?.close(),
  };
}
