import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Configuration } from '../../config/load';
import { isLoopback } from '../../config/loopback';
import type { Logger } from '../../observability/logger';
import type { Metrics } from '../../telemetry/prometheus/metrics';
import { ListenError } from './listen-error';

type ServedMetrics = Pick<Metrics, 'text' | 'contentType'>;

export interface MetricsPortOptions {
  readonly config: Pick<Configuration, 'METRICS_PORT' | 'METRICS_HOST'>;
  readonly metrics: ServedMetrics;
  readonly logger: Logger;
}

/** A port that serves the metrics, and nothing else. */
export interface MetricsPort {
  /** @throws {ListenError} when the port cannot be had */
  listen(): Promise<void>;
  close(): void;
}

/** A scraper asks at once and leaves; nobody else has a reason to hold a connection. */
const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 32;

/**
 * Serves the metrics to everybody who reaches the port: its address is what keeps others out.
 *
 * @returns undefined where the metrics have no port of their own
 */
export function openMetricsPort({
  config: { METRICS_PORT: port, METRICS_HOST: host },
  metrics,
  logger,
}: MetricsPortOptions): MetricsPort | undefined {
  if (port === undefined) return undefined;
  const server = createServer(serving(metrics, logger));
  server.headersTimeout = TIMEOUT_MS;
  server.requestTimeout = TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  return {
    async listen() {
      server.listen({ port, host });
      try {
        await once(server, 'listening');
      } catch (cause) {
        throw new ListenError(host, port, cause);
      }
      const { port: actual } = server.address() as AddressInfo;
      logger.info('the metrics have a port of their own', { host, port: actual });
      if (!isLoopback(host)) {
        logger.warn('everyone who reaches this port can read the metrics', { host, port: actual });
      }
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function serving(metrics: ServedMetrics, logger: Logger): RequestListener {
  return (req, res) => {
    if (req.url?.split('?')[0] !== '/metrics') {
      res.writeHead(404).end();
      return;
    }
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    metrics.text().then(
      (text) => res.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      (error: unknown) => {
        logger.error('the metrics cannot be gathered', { error });
        res.writeHead(500).end();
      },
    );
  };
}
