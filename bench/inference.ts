import { availableParallelism } from 'node:os';
import { UsageError } from '../src/cli/run-command';
import { IMAGE_VALUES } from '../src/config/image-shape';
import type { Classifier } from '../src/inference/classification';
import { createClassifier } from '../src/inference/create-classifier';
import { OnnxNeighbourSearch } from '../src/inference/onnx-neighbour-search';
import { unitRows } from '../src/registry/head-arithmetic';
import { describeMachine } from '../src/observability/machine';
import { findVersion } from '../src/registry/find-version';
import type { ModelVersion } from '../src/registry/version';
import { runBenchmark } from './run-benchmark';

/** What an image shows does not change how long it takes. */
const IMAGE = Uint8Array.from({ length: IMAGE_VALUES }, (_, i) => (i * 31) % 256);

const ENGINES = ['onnx', 'tfjs'] as const;

type Precision = 'fp32' | 'int8';

interface Setting {
  readonly precision: Precision;
  readonly workers: number;
  readonly maxBatchSize: number;
  readonly maxQueueDelayMs: number;
  readonly clients: number;
}

interface Round {
  readonly imagesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

runBenchmark(
  {
    name: 'bench:infer',
    about: `Latency and throughput of classifying decoded images, by precision, threads, batch and clients; each
client asks for one image and waits for its answer. Medians over the rounds. Then what the search
for nearest neighbours is of that.`,
    options: {
      models: { default: 'models', about: 'folder of the versions' },
      version: {
        default: '',
        about: 'name of one of them; the newest of the network standard without',
      },
      engine: { default: 'onnx', about: ENGINES.join(' or ') },
      seconds: { default: 2, about: 'of each measurement' },
      rounds: { default: 3, about: 'of all measurements' },
    },
  },
  async (values) => {
    const engine = ENGINES.find((name) => name === values.engine);
    if (engine === undefined) {
      throw new UsageError(`--engine must be ${ENGINES.join(' or ')}, not "${values.engine}"`);
    }
    const version = await findVersion(
      values.models,
      { name: values.version, network: 'standard' },
      (error) => console.error(error.message),
    );
    const measured = settings(engine, version).map((setting) => ({
      setting,
      rounds: [] as Round[],
    }));
    // Rounds over all settings, so that a busy minute of the machine does not fall on one of them.
    for (let i = 0; i < values.rounds; i++) {
      for (const { setting, rounds } of measured) {
        rounds.push(await measure(version, engine, setting, values.seconds * 1000));
      }
    }
    console.log(`${describeMachine()}; ${version.name}, ${version.card.network.mflop} MFLOP`);
    console.log('precision  threads  batch  delay  clients   images/s   p50 ms   p99 ms');
    for (const { setting, rounds } of measured) console.log(line(setting, rounds));
    if (engine === 'onnx') await reportSearch(version);
  },
);

function settings(engine: 'onnx' | 'tfjs', version: ModelVersion): Setting[] {
  const hasInt8 = engine === 'onnx' && version.onnxInt8File !== null;
  const threads = engine === 'tfjs' ? [1] : [...new Set([1, availableParallelism()])];
  const loads = threads.flatMap((workers) => [
    { workers, maxBatchSize: 1, maxQueueDelayMs: 0, clients: 1 },
    ...[1, 4, 16, 32].map((maxBatchSize) => ({
      workers,
      maxBatchSize,
      maxQueueDelayMs: 0,
      clients: 64,
    })),
    ...[0, 1, 2, 5].map((maxQueueDelayMs) => ({
      workers,
      maxBatchSize: 16,
      maxQueueDelayMs,
      clients: 8,
    })),
  ]);
  // Side by side, so that a slow minute of the machine falls on both.
  const precisions: Precision[] = hasInt8 ? ['fp32', 'int8'] : ['fp32'];
  return loads.flatMap((load) => precisions.map((precision) => ({ ...load, precision })));
}

async function measure(
  version: ModelVersion,
  engine: 'onnx' | 'tfjs',
  { clients, ...setting }: Setting,
  durationMs: number,
): Promise<Round> {
  const classifier = await createClassifier(
    version,
    { ...setting, engine, maxQueueSize: clients, timeoutMs: 60_000 },
    { info: () => undefined, error: console.error },
  );
  try {
    await load(classifier, clients, durationMs / 10); // warms up, not counted
    const startedAt = performance.now();
    const latencies = await load(classifier, clients, durationMs);
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      imagesPerSecond: latencies.length / seconds,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
    };
  } finally {
    await classifier.close();
  }
}

/** Keeps `clients` requests going for a while. @returns the latency of each, in milliseconds */
async function load(
  classifier: Classifier,
  clients: number,
  durationMs: number,
): Promise<number[]> {
  const until = performance.now() + durationMs;
  const latencies: number[] = [];
  const client = async (): Promise<void> => {
    for (let now = performance.now(); now < until;) {
      await classifier.classify([IMAGE]);
      const answeredAt = performance.now();
      latencies.push(answeredAt - now);
      now = answeredAt;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return latencies;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

function line(
  { precision, workers, maxBatchSize, maxQueueDelayMs, clients }: Setting,
  rounds: Round[],
): string {
  const median = (of: (round: Round) => number): number => quantile(rounds.map(of), 0.5);
  return [
    precision.padStart(9),
    String(workers).padStart(8),
    String(maxBatchSize).padStart(6),
    String(maxQueueDelayMs).padStart(6),
    String(clients).padStart(8),
    median((round) => round.imagesPerSecond)
      .toFixed(0)
      .padStart(10),
    median((round) => round.p50Ms)
      .toFixed(2)
      .padStart(8),
    median((round) => round.p99Ms)
      .toFixed(2)
      .padStart(8),
  ].join(' ');
}

/** The time in a thread that tells how far images are from the version's neighbours. */
async function reportSearch({ neighbours, head }: ModelVersion): Promise<void> {
  const { count, width } = neighbours;
  const index = (await OnnxNeighbourSearch.create()).index(neighbours);
  console.log(`nearest of ${count} neighbours of ${width} features:`);
  for (const images of [1, 4, 16]) {
    const features = Float32Array.from({ length: images * head.features }, (_, i) => (i * 31) % 97);
    const times: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const startedAt = performance.now();
      await index.similarities(unitRows(features, head.features, width));
      times.push(performance.now() - startedAt);
    }
    const us = (quantile(times, 0.5) * 1000).toFixed(0);
    console.log(`  ${String(images).padStart(2)} images: ${us} µs`);
  }
}
