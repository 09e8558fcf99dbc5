import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { combined, type Subscriber } from '../telemetry';
import { inferenceMetrics } from './inference-metrics';
import { jobMetrics } from './job-metrics';
import { pictureMetrics } from './picture-metrics';
import { requestMetrics } from './request-metrics';
import { storeMetrics } from './store-metrics';

export interface MetricsOptions {
  /**
   * Whether the buckets of requests name a trace: the format is OpenMetrics then, which can say so,
   * and the text format of Prometheus otherwise.
   */
  readonly hasExemplars: boolean;
  readonly now: () => Date;
  /** Hears that a gauge cannot be read: it is left out then, and the others are there. */
  readonly onError: (error: unknown, gauge: string) => void;
}

/** One value of a gauge. */
export interface Reading {
  /** Values by the names of the labels; text of clients is only ever a value. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A number that is read when somebody asks for it. */
export interface GaugeDefinition {
  /** Ends in its base unit: `disk_free_bytes`. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  readonly labelNames?: readonly string[];
  /**
   * Called for each scrape, so it has to be quick; whatever takes a query keeps its last result for
   * a while. Series that it leaves out are gone. The number of series has to be bounded.
   */
  readonly read: () => readonly Reading[] | Promise<readonly Reading[]>;
}

/**
 * Between two looks of prom-client at the event loop, in milliseconds: hardly ever. Its numbers have
 * this time in them, so the service adds its own.
 */
const EVENT_LOOP_PRECISION_MS = 3_600_000;
/** Their names end as those of counters do, and they are none. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
/** Wrong here, or many series for what nobody looks at. */
const SUPERFLUOUS = [
  'nodejs_eventloop_lag_seconds',
  'nodejs_eventloop_lag_min_seconds',
  'nodejs_eventloop_lag_max_seconds',
  'nodejs_eventloop_lag_mean_seconds',
  'nodejs_eventloop_lag_stddev_seconds',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p90_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_active_handles',
  'nodejs_active_requests',
  'nodejs_active_resources',
  'nodejs_heap_space_size_total_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_heap_space_size_available_bytes',
];

/**
 * The metrics of one process, for Prometheus. Each instance is scraped by itself, and their sums are
 * right; nothing is gathered from threads, which tell the main thread of their work anyway.
 *
 * @example
 * const metrics = new Metrics({ hasExemplars: false, now });
 * const telemetry = combined([metrics.subscriber]);
 * metrics.addGauge({ name: 'disk_free_bytes', help: '…', read: () => [{ value: free }] });
 * res.type(metrics.contentType).send(await metrics.text());
 */
export class Metrics {
  readonly subscriber: Subscriber;
  readonly contentType: string;
  readonly #registry: Registry;
  readonly #onError: MetricsOptions['onError'];

  constructor({ hasExemplars, now, onError }: MetricsOptions) {
    const registry: Registry = new Registry();
    if (hasExemplars) registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
    this.#registry = registry;
    this.#onError = onError;
    this.contentType = registry.contentType;
    collectDefaultMetrics({
      register: registry,
      eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS,
    });
    for (const name of [...MISNAMED, ...SUPERFLUOUS]) registry.removeSingleMetric(name);
    this.subscriber = combined([
      requestMetrics(registry, hasExemplars),
      inferenceMetrics(registry),
      pictureMetrics(registry),
      storeMetrics(registry),
      jobMetrics(registry, () => now().getTime()),
    ]);
  }

  /**
   * Adds what no event tells of.
   *
   * @throws {Error} when there is one of this name
   */
  addGauge({ name, help, labelNames = [], read }: GaugeDefinition): void {
    const onError = this.#onError;
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      async collect() {
        let readings: readonly Reading[] = [];
        try {
          readings = await read();
        } catch (error) {
          onError(error, name);
        }
        // What has no value has no series either: without a label there would be a zero.
        this.reset();
        if (labelNames.length === 0) this.remove();
        for (const { labels = {}, value } of readings) this.set(labels, value);
      },
    });
  }

  /** Everything in the format of {@link contentType}. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
