import { createServer, type RequestListener } from 'node:http';
import type { Configuration } from '../../config/load';
import { isLoopback } from '../../config/loopback';
import type { Logger } from '../../observability/logger';
import type { Metrics } from '../../telemetry/prometheus/metrics';
import { sidePort, type SidePort } from './side-port';

type ServedMetrics = Pick<Metrics, 'text' | 'contentType'>;

export interface MetricsPortOptions {
  readonly config: Pick<Configuration, 'METRICS_PORT' | 'METRICS_HOST'>;
  readonly metrics: ServedMetrics;
  readonly logger: Logger;
}

/** Scrapers are few. */
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
}: MetricsPortOptions): SidePort | undefined {
  if (port === undefined) return undefined;
  return sidePort({
    server: createServer(serving(metrics, logger)),
    host,
    port,
    maxConnections: MAX_CONNECTIONS,
    onListening(actual) {
      logger.info('the metrics have a port of their own', { host, port: actual });
      if (!isLoopback(host)) {
        logger.warn('everyone who reaches this port can read the metrics', { host, port: actual });
      }
    },
  });
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
