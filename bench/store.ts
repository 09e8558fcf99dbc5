import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../src/config/cifar10';
import { describeMachine } from '../src/observability/machine';
import { openPredictionStore } from '../tests/support/open-prediction-store';
import type { Prediction, PredictionStore } from '../src/store/prediction';
import { runBenchmark } from './run-benchmark';

const BATCH = 250;
const START = Date.UTC(2026, 0, 1);

async function main(count: number): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-store-'));
  try {
    const store = await openPredictionStore({ directory, log: console });
    console.log(describeMachine());
    await fill(store, count);
    await ask(store, count);
    await store.close();
    const { size } = await stat(path.join(directory, 'history.sqlite'));
    console.log(
      `file            ${(size / 1e6).toFixed(0)} MB, ${(size / count).toFixed(0)} bytes a prediction`,
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function fill(store: PredictionStore, count: number): Promise<void> {
  const batchesMs: number[] = [];
  for (let start = 0; start < count; start += BATCH) {
    for (let i = start; i < Math.min(start + BATCH, count); i += 1) store.record(made(i));
    const before = performance.now();
    await store.flush();
    batchesMs.push(performance.now() - before);
  }
  const totalMs = batchesMs.reduce((total, ms) => total + ms, 0);
  const [p50, p99] = [0.5, 0.99].map(
    (q) => batchesMs.toSorted((a, b) => a - b)[Math.floor(q * batchesMs.length)]!,
  );
  console.log(`inserts         ${Math.round((count / totalMs) * 1000).toLocaleString('en')} /s`);
  console.log(
    `write of ${BATCH}    p50 ${p50!.toFixed(1)} ms, p99 ${p99!.toFixed(1)} ms, max ${Math.max(...batchesMs).toFixed(1)} ms`,
  );
}

async function ask(store: PredictionStore, count: number): Promise<void> {
  const middle = START + count * 5;
  const page = await store.list({}, 50);
  const questions: Record<string, () => Promise<unknown>> = {
    'statistics()': () => store.statistics(),
    'find(id)': () => store.find(made(count >> 1).id),
    'first page of 50': () => store.list({}, 50),
    'next page of 50': () => store.list({}, 50, page.nextCursor!),
    '  of one class': () => store.list({ predictedClass: 'Cat' }, 50),
    '  of an old hour': () => store.list({ from: middle, to: middle + 3_600_000 }, 50),
    '  of both': () =>
      store.list({ predictedClass: 'Cat', from: middle, to: middle + 3_600_000 }, 50),
    '  of an absent class': () => store.list({ predictedClass: 'Zebra' }, 50),
  };
  for (const [name, question] of Object.entries(questions)) {
    await question();
    const before = performance.now();
    for (let i = 0; i < 20; i += 1) await question();
    console.log(
      `${name.padEnd(22)}${((performance.now() - before) / 20).toFixed(2)} ms at ${count.toLocaleString('en')} predictions`,
    );
  }
}

/** The i-th prediction: one every 10 ms, of a class and with probabilities that depend on i. */
function made(i: number): Prediction {
  const createdAt = START + i * 10;
  const time = createdAt.toString(16).padStart(12, '0');
  const index = (i * 7919) % 10;
  const rest = ((i * 104_729) % 1000) / 4000;
  const share = (name: string): number => (name === CIFAR10_CLASSES[index] ? 1 - rest : rest / 9);
  return {
    id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${i.toString(16).padStart(12, '0')}`,
    createdAt,
    fileName: `image-${i}.jpg`,
    predictedClass: CIFAR10_CLASSES[index]!,
    predictedClassIndex: index,
    confidence: 1 - rest,
    durationMs: 1 + rest,
    modelVersion: 'v1',
    uncertain: false,
    allProbabilities: Object.fromEntries(CIFAR10_CLASSES.map((name) => [name, share(name)])),
  };
}

runBenchmark(
  {
    name: 'bench:store',
    about: 'How fast the history takes predictions, and answers when it is long.',
    options: { predictions: { default: 1_000_000, about: 'in the history' } },
  },
  ({ predictions }) => main(predictions),
);
