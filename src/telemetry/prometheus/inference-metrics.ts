import { Counter, Histogram, type Registry } from 'prom-client';
import type { Subscriber } from '../telemetry';
import { BATCH_SIZES, inSeconds, SECONDS } from './buckets';
import { RecentVersions } from './recent-versions';

const PRECISIONS = ['fp32', 'int8'];

/** Queue, batches and the time that networks take, by version and precision. */
export function inferenceMetrics(registry: Registry): Subscriber {
  const registers = [registry];
  const labelNames = ['version', 'precision'] as const;
  const images = new Counter({
    name: 'inference_images_total',
    help: 'Images that were classified.',
    labelNames,
    registers,
  });
  const failures = new Counter({
    name: 'inference_failed_images_total',
    help: 'Images whose batch failed.',
    labelNames,
    registers,
  });
  const compute = new Histogram({
    name: 'inference_compute_duration_seconds',
    help: 'From the beginning of a batch to its results.',
    labelNames,
    buckets: SECONDS,
    registers,
  });
  const queue = new Histogram({
    name: 'inference_queue_duration_seconds',
    help: 'From the arrival of an image in the queue until its batch began.',
    buckets: SECONDS,
    registers,
  });
  const batchSize = new Histogram({
    name: 'inference_batch_size',
    help: 'Images of one version that were classified together.',
    buckets: BATCH_SIZES,
    registers,
  });
  const ended = new Counter({
    name: 'inference_thread_failures_total',
    help: 'Inference threads that ended or hung, and were replaced.',
    registers,
  });
  const versions = new RecentVersions((version) => {
    for (const precision of PRECISIONS) {
      for (const metric of [images, failures, compute]) metric.remove({ version, precision });
    }
  });
  return {
    batchClassified({ version, precision, images: own, computeMs, hasFailed }) {
      versions.meet(version);
      const labels = { version, precision };
      batchSize.observe(own.length);
      for (const { queueMs } of own) queue.observe(inSeconds(queueMs));
      if (hasFailed) failures.inc(labels, own.length);
      else {
        images.inc(labels, own.length);
        compute.observe(labels, inSeconds(computeMs));
      }
    },
    threadEnded: () => ended.inc(),
  };
}
