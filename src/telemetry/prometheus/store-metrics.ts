import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Subscriber } from '../telemetry';
import { inSeconds, SECONDS } from './buckets';

const QUEUES = ['history', 'prediction_images'];

/** The queues before the database. */
export function storeMetrics(registry: Registry): Subscriber {
  const registers = [registry];
  const labelNames = ['queue'] as const;
  const written = new Counter({
    name: 'store_written_total',
    help: 'Items that were written to the database.',
    labelNames,
    registers,
  });
  const failures = new Counter({
    name: 'store_write_failures_total',
    help: 'Writes that failed; their items are kept and tried again.',
    labelNames,
    registers,
  });
  const dropped = new Counter({
    name: 'store_dropped_total',
    help: 'Items that are lost, because their queue was full or the service had stopped.',
    labelNames,
    registers,
  });
  const duration = new Histogram({
    name: 'store_write_duration_seconds',
    help: 'How long the database takes for one round of writing.',
    buckets: SECONDS,
    registers,
  });
  const waiting = new Gauge({
    name: 'store_queue_items',
    help: 'Items that waited after the last write or try.',
    labelNames,
    registers,
  });
  // An alert sees that a series grows only where it was there before.
  for (const queue of QUEUES) {
    failures.inc({ queue }, 0);
    dropped.inc({ queue }, 0);
  }
  return {
    queueWritten({ queue, written: items, waiting: left, durationMs, hasFailed }) {
      const labels = { queue };
      written.inc(labels, items);
      waiting.set(labels, left);
      duration.observe(inSeconds(durationMs));
      if (hasFailed) failures.inc(labels);
    },
    queueDropped: (queue) => dropped.inc({ queue }),
  };
}
