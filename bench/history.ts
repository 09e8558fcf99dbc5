import { once, setMaxListeners } from 'node:events';
import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { CIFAR10_CLASSES } from '../src/config/cifar10';
import { describeMachine } from '../src/observability/machine';
import { insertPredictions } from '../src/store/insert-predictions';
import { openHistoryDatabase } from '../src/store/open-history-database';
import type { Prediction } from '../src/store/prediction';
import { png } from '../tests/support/images';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { runBenchmark } from './run-benchmark';

// How long a prediction takes while others ask a long history for what costs most, each client in
// a loop; and what a prediction costs, thread by thread.

const ROOT = path.join(__dirname, '..');
const BATCH = 1000;
const MONTH_MS = 30 * 86_400_000;

interface Question {
  readonly name: string;
  readonly path: string;
  readonly clients: number;
  readonly method?: string;
}

const QUESTIONS: readonly Question[] = [
  { name: 'nothing', path: '', clients: 0 },
  { name: 'export', path: '/api/predictions/export', clients: 1 },
  { name: 'export, 3 clients', path: '/api/predictions/export', clients: 3 },
  { name: 'export as CSV', path: '/api/predictions/export?format=csv', clients: 1 },
  { name: 'HEAD of the export', path: '/api/predictions/export', clients: 1, method: 'HEAD' },
  {
    name: 'filter that nothing fits, 5',
    path: '/api/predictions?min_confidence=1&max_confidence=1',
    clients: 5,
  },
  { name: 'search, 5', path: '/history?search=nothing-like-this', clients: 5 },
  { name: 'absent class, 5', path: '/api/predictions?class=Zebra', clients: 5 },
  { name: 'statistics, 5', path: '/api/statistics', clients: 5 },
  { name: 'overview, 5', path: '/', clients: 5 },
];

async function main(predictions: number, seconds: number): Promise<void> {
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-history-'));
  try {
    await fill(folder, predictions);
    const server = new ServerProcess(folder, {
      NODE_ENV: 'production',
      MODEL_DIR: path.join(ROOT, 'models'),
      PERSISTENCE_DIR: folder,
      INFERENCE_WORKERS: '0',
      STORE_PREDICTION_IMAGES: 'true',
    });
    try {
      const url = await server.ready();
      const image = new Uint8Array(await png());
      await measure(url, image, 2000); // warms up, not counted
      console.log(describeMachine());
      console.log(`${predictions.toLocaleString('en')} predictions; one client predicts meanwhile`);
      for (const question of QUESTIONS) {
        const stop = new AbortController();
        setMaxListeners(0, stop.signal); // one for each answer that is asked for
        const asking = Array.from({ length: question.clients }, () =>
          ask(url, question, stop.signal),
        );
        const latencies = await measure(url, image, seconds * 1000);
        stop.abort();
        const asked = (await Promise.all(asking)).reduce((sum, count) => sum + count, 0);
        console.log(line(question.name, latencies, asked));
      }
      await cost(url, image, server.pid, seconds);
    } finally {
      await server.destroy();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function fill(folder: string, count: number): Promise<void> {
  const database = await openHistoryDatabase(folder);
  const start = Date.now() - MONTH_MS;
  for (let first = 0; first < count; first += BATCH) {
    const length = Math.min(BATCH, count - first);
    const batch = Array.from({ length }, (_, i) =>
      made(first + i, start + Math.floor(((first + i) * MONTH_MS) / count)),
    );
    await insertPredictions(database, batch);
  }
  await database.destroy();
}

/** The i-th prediction, of a class and with probabilities that depend on i. */
function made(i: number, createdAt: number): Prediction {
  const index = (i * 7919) % 10;
  const rest = (1 + ((i * 104_729) % 1000)) / 4000;
  const predictedClass = CIFAR10_CLASSES[index]!;
  return {
    id: `bench-${String(i).padStart(12, '0')}`,
    createdAt,
    fileName: `image-${i}.jpg`,
    predictedClass,
    predictedClassIndex: index,
    confidence: 1 - rest,
    durationMs: 1 + rest,
    modelVersion: 'v1',
    uncertain: false,
    allProbabilities: Object.fromEntries(
      CIFAR10_CLASSES.map((name) => [name, name === predictedClass ? 1 - rest : rest / 9]),
    ),
  };
}

/** Asks until it is told to stop, in the middle of an answer if need be. @returns how often */
async function ask(
  url: string,
  { path: asked, method = 'GET' }: Question,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    try {
      const asking = request(`${url}${asked}`, { method, signal }).end();
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      await finished(answer.resume());
      count += 1;
    } catch (error) {
      if (!isStop(error)) throw error;
    }
  }
  return count;
}

/** Whether an answer broke off because it was stopped, whoever noticed it first. */
function isStop(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    error.name === 'AbortError' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}

/** @returns milliseconds of each prediction */
async function measure(
  url: string,
  image: Uint8Array<ArrayBuffer>,
  forMs: number,
): Promise<number[]> {
  const latencies: number[] = [];
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const before = performance.now();
    await predict(url, image);
    latencies.push(performance.now() - before);
  }
  return latencies;
}

async function predict(url: string, image: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(`${url}/api/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'image/png' },
    body: image,
  });
  if (!answer.ok) throw new Error(`a prediction failed: ${answer.status}`);
  await answer.arrayBuffer();
}

function line(name: string, latencies: readonly number[], asked: number): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1);
  return (
    `${name.padEnd(30)} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms ` +
    `(${latencies.length} predictions, ${asked} answers)`
  );
}

/** What 64 clients cost the process, in milliseconds of processor time a prediction. */
async function cost(
  url: string,
  image: Uint8Array<ArrayBuffer>,
  pid: number,
  seconds: number,
): Promise<void> {
  const before = await threadTimes(pid);
  const end = performance.now() + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (; performance.now() < end; count += 1) await predict(url, image);
    }),
  );
  const after = await threadTimes(pid);
  console.log(`64 clients: ${(count / seconds).toFixed(0)} predictions/s; a prediction costs`);
  const spent = [...after]
    .map(([thread, ms]) => [thread, (ms - (before.get(thread) ?? 0)) / count] as const)
    .filter(([, ms]) => ms >= 0.005)
    .toSorted(([, a], [, b]) => b - a);
  for (const [thread, ms] of spent) console.log(`  ${thread.padEnd(28)} ${ms.toFixed(3)} ms`);
  const total = spent.reduce((sum, [, ms]) => sum + ms, 0);
  console.log(`  ${'all threads'.padEnd(28)} ${total.toFixed(3)} ms`);
}

/** @returns milliseconds of processor time that each thread has used (Linux) */
async function threadTimes(pid: number): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    const [, name, rest] = /\((.*)\) (.*)$/s.exec(stat)!;
    const fields = rest!.split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    times.set(Number(thread) === pid ? 'event loop' : `${name} ${thread}`, ticks * 10);
  }
  return times;
}

runBenchmark(
  {
    name: 'bench:history',
    about: 'How long predictions take while others ask a long history, and what each costs.',
    options: {
      predictions: { default: 1_000_000, about: 'in the history' },
      seconds: { default: 8, about: 'of each measurement' },
    },
  },
  ({ predictions, seconds }) => main(predictions, seconds),
);
