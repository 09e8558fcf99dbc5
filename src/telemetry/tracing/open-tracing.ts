import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from '../../config/load';
import type { Logger } from '../../observability/logger';
import { combined, type Subscriber } from '../telemetry';
import { jobTraces } from './job-traces';
import { requestTraces } from './request-traces';
import { samplerOf } from './sampler';
import { TellingExporter } from './telling-exporter';

export interface TracingOptions {
  readonly config: Configuration;
  /** The service's own version. */
  readonly release: string;
  /** Tells this instance from others. */
  readonly instance: string;
  readonly logger: Logger;
}

export interface Tracing {
  readonly subscriber: Subscriber;
  /** Sends what is left, for as long as that may take; never rejects. */
  close(): Promise<void>;
}

/** Spans that wait for being sent; more are dropped, so that a dead collector costs no memory. */
const MAX_WAITING_SPANS = 2048;
const MAX_SPANS_AT_ONCE = 512;
const SEND_EVERY_MS = 2000;
const SEND_TIMEOUT_MS = 5000;
/** The end of the process does not wait for a collector that is gone. */
const CLOSING_TIME_MS = 2000;

/**
 * Sends traces to the collector of OTEL_EXPORTER_OTLP_ENDPOINT. What that needs is loaded only here,
 * so it costs nothing where requests are not traced.
 *
 * @returns undefined where no collector is named
 */
export async function openTracing({
  config,
  release,
  instance,
  logger,
}: TracingOptions): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = config;
  if (endpoint === '') return undefined;
  const sdk = await import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers: Object.fromEntries(headersOf(headers)),
    timeoutMillis: SEND_TIMEOUT_MS,
  });
  const provider = new sdk.NodeTracerProvider({
    sampler: samplerOf(config, sdk),
    resource: resourceFromAttributes({
      'service.name': config.OTEL_SERVICE_NAME,
      'service.version': release,
      'service.instance.id': instance,
    }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new TellingExporter(exporter, logger), {
        maxQueueSize: MAX_WAITING_SPANS,
        maxExportBatchSize: MAX_SPANS_AT_ONCE,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SEND_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('image-classification', release);
  const nowMs = (): number => performance.timeOrigin + performance.now();
  return {
    subscriber: combined([requestTraces({ tracer, nowMs }), jobTraces(tracer)]),
    async close() {
      const waiting = new AbortController();
      const { signal } = waiting;
      try {
        await Promise.race([
          provider.shutdown(),
          delay(CLOSING_TIME_MS, undefined, { signal, ref: false }),
        ]);
      } catch (error) {
        // The exporter has warned of it already.
        logger.debug('the last traces are lost', { error });
      } finally {
        waiting.abort();
      }
    },
  };
}

/** `name=value,name=value`, where values may be percent-encoded, as OpenTelemetry has it. */
function headersOf(text: string): readonly (readonly [name: string, value: string])[] {
  return text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes('='))
    .map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const;
    });
}
