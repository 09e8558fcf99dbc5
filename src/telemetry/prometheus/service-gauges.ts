import type { GaugeDefinition, Reading } from './metrics';
import { classLabel } from './class-label';
import { inSeconds } from './buckets';

/** Where the numbers are that no event tells of. Each is quick to ask. */
export interface ServiceSources {
  /** The service's own version. */
  readonly release: string;
  readonly isReady: () => boolean;
  /** The version that answers; undefined while it loads. */
  readonly served: () =>
    { readonly version: string; readonly precision: string; readonly engine: string } | undefined;
  readonly load: () =>
    | { readonly workers: number; readonly queuedImages: number; readonly runningImages: number }
    | undefined;
  /** Pixels that are decoded at the moment. */
  readonly decodingPixels: () => number;
  /** Milliseconds. */
  readonly eventLoopDelay: () => {
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Bytes; undefined until it is measured. */
  readonly sizes: () =>
    { readonly database: number; readonly samples: number; readonly models: number } | undefined;
  /** Bytes of the disk of the database; undefined until it is measured. */
  readonly freeBytes: () => number | undefined;
  /** Labelled pictures by class and split. */
  readonly dataset: () => Promise<readonly ClassCount[]>;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

export interface ClassCount {
  readonly label: string;
  readonly split: string;
  readonly samples: number;
}

/** The dataset is counted by a query, which more scrapes than one may share. */
const DATASET_AGE_MS = 30_000;

/** What is read of the service for each scrape. */
export function serviceGauges(sources: ServiceSources): readonly GaugeDefinition[] {
  const { release, isReady, served, load, decodingPixels, eventLoopDelay, freeBytes } = sources;
  return [
    {
      name: 'service_info',
      help: 'The release of the service and of Node.',
      labelNames: ['release', 'node'],
      read: () => [{ labels: { release, node: process.version }, value: 1 }],
    },
    {
      name: 'service_ready',
      help: 'Whether this instance is ready: 1 or 0.',
      read: () => one(isReady() ? 1 : 0),
    },
    {
      name: 'model_info',
      help: 'The version that answers, the numbers it computes with, and the engine that runs it.',
      labelNames: ['version', 'precision', 'engine'],
      read() {
        const model = served();
        return model === undefined ? [] : [{ labels: { ...model }, value: 1 }];
      },
    },
    {
      name: 'inference_queue_depth',
      help: 'Images that wait, and places that are kept for images still to come.',
      read: () => one(load()?.queuedImages),
    },
    {
      name: 'inference_running_images',
      help: 'Images in batches that were begun.',
      read: () => one(load()?.runningImages),
    },
    {
      name: 'inference_threads',
      help: 'Inference threads that are alive.',
      read: () => one(load()?.workers),
    },
    {
      name: 'picture_decoding_pixels',
      help: 'Pixels of large pictures that are decoded at the moment.',
      read: () => one(decodingPixels()),
    },
    {
      name: 'event_loop_delay_seconds',
      help: 'How much later than due the event loop came round lately: median, 99th percentile, longest.',
      labelNames: ['statistic'],
      read() {
        const { p50, p99, max } = eventLoopDelay();
        return [
          { labels: { statistic: 'p50' }, value: inSeconds(p50) },
          { labels: { statistic: 'p99' }, value: inSeconds(p99) },
          { labels: { statistic: 'max' }, value: inSeconds(max) },
        ];
      },
    },
    {
      name: 'store_size_bytes',
      help: 'What is kept on disk, measured every ten minutes.',
      labelNames: ['store'],
      read() {
        const sizes = sources.sizes();
        if (sizes === undefined) return [];
        const { database, samples, models } = sizes;
        return [
          { labels: { store: 'database' }, value: database },
          { labels: { store: 'samples' }, value: samples },
          { labels: { store: 'models' }, value: models },
        ];
      },
    },
    {
      name: 'disk_free_bytes',
      help: 'Free space of the disk that the database is on.',
      read: () => one(freeBytes()),
    },
    {
      name: 'dataset_pictures',
      help: 'Labelled pictures by class and split; classes after the hundredth share one series.',
      labelNames: ['class', 'split'],
      read: datasetReader(sources),
    },
  ];
}

function one(value: number | undefined): readonly Reading[] {
  return value === undefined ? [] : [{ value }];
}

function datasetReader({
  dataset,
  monotonicMs,
}: Pick<ServiceSources, 'dataset' | 'monotonicMs'>): () => Promise<readonly Reading[]> {
  let last: Promise<readonly Reading[]> | undefined;
  let askedMs = 0;
  return () => {
    if (last !== undefined && monotonicMs() - askedMs < DATASET_AGE_MS) return last;
    askedMs = monotonicMs();
    const asked = dataset().then(readingsOf);
    last = asked;
    // What went wrong is told to this scrape; the next one asks anew.
    asked.catch(() => (last = undefined));
    return asked;
  };
}

function readingsOf(counts: readonly ClassCount[]): readonly Reading[] {
  const places = new Map<string, number>();
  for (const { label } of counts) {
    if (!places.has(label)) places.set(label, places.size);
  }
  const readings = new Map<string, { labels: { class: string; split: string }; value: number }>();
  for (const { label, split, samples } of counts) {
    const labels = { class: classLabel(label, places.get(label)!), split };
    const key = JSON.stringify(labels);
    const known = readings.get(key);
    if (known === undefined) readings.set(key, { labels, value: samples });
    else known.value += samples;
  }
  return [...readings.values()];
}
