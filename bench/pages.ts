import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { createApplication } from '../src/app';
import { CIFAR10_CLASSES } from '../src/config/cifar10';
import { loadConfiguration } from '../src/config/load';
import { PAGES } from '../src/dashboard/pages';
import { createLogger } from '../src/observability/create-logger';
import { describeMachine } from '../src/observability/machine';
import { openPredictionStore } from '../tests/support/open-prediction-store';
import { runBenchmark } from './run-benchmark';

const BATCH = 1000;
const ROUNDS = 21;
const DAY_MS = 86_400_000;
const QUESTIONS = [
  '/history?search=picture-77',
  '/history?search=nowhere-to-be-found',
  '/history?uncertain=true',
  '/history?class=Cat&min_confidence=0.99',
  '/history?sort=uncertainty',
  '/api/overview',
];

async function main(predictions: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-pages-'));
  try {
    await fill(folder, predictions);
    const config = loadConfiguration({
      NODE_ENV: 'test',
      LOG_FILE: '',
      MODEL_DIR: 'models',
      PERSISTENCE_DIR: folder,
    });
    const logger = createLogger({ level: 'error', format: 'text', file: '' });
    const application = await createApplication({ config, logger });
    await application.loadModel();
    const server = createServer(application.handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    console.log(`${describeMachine()}; ${predictions.toLocaleString('en')} predictions`);
    console.log('page                                      p50 ms   max ms   transferred kB');
    for (const place of [...PAGES.map(({ path }) => path), ...QUESTIONS]) {
      const times = await timesOf(url + place);
      const kilobytes = place.includes('?') ? '' : (await weightOf(url, place)).toFixed(0);
      console.log(
        place.padEnd(40) +
          times[ROUNDS >> 1]!.toFixed(1).padStart(8) +
          times.at(-1)!.toFixed(1).padStart(9) +
          kilobytes.padStart(16),
      );
    }
    server.close();
    server.closeAllConnections();
    await application.stop();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function fill(directory: string, count: number): Promise<void> {
  const store = await openPredictionStore({ directory, log: console });
  const start = Date.now() - 30 * DAY_MS;
  const stepMs = (30 * DAY_MS) / count;
  for (let first = 0; first < count; first += BATCH) {
    for (let i = first; i < Math.min(first + BATCH, count); i++) {
      const classIndex = (i * 7) % CIFAR10_CLASSES.length;
      const confidence = 0.3 + (0.7 * ((i * 7919) % 1000)) / 1000;
      store.record({
        id: `made-${String(i).padStart(12, '0')}`,
        createdAt: Math.round(start + i * stepMs),
        fileName: `picture-${i}.jpg`,
        predictedClass: CIFAR10_CLASSES[classIndex]!,
        predictedClassIndex: classIndex,
        confidence,
        uncertain: i % 997 === 0,
        durationMs: 1 + (i % 40) / 10,
        modelVersion: 'cifar10-standard-8',
        allProbabilities: Object.fromEntries(
          CIFAR10_CLASSES.map((name, c) => [
            name,
            c === classIndex ? confidence : (1 - confidence) / 9,
          ]),
        ),
      });
    }
    await store.flush();
  }
  await store.close();
}

async function timesOf(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
}

/** What a browser is sent, and what it reads in it. */
async function loaded(url: string): Promise<{ body: Buffer; text: string }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip' } }, resolve).on('error', reject);
  });
  const body = await buffer(answer);
  const isZipped = answer.headers['content-encoding'] === 'gzip';
  return { body, text: (isZipped ? gunzipSync(body) : body).toString() };
}

/** kB of the page with everything that it loads, as they are sent, pictures left out. */
async function weightOf(base: string, page: string): Promise<number> {
  const seen = new Set<string>();
  let bytes = 0;
  const load = async (address: string): Promise<void> => {
    if (seen.has(address)) return;
    seen.add(address);
    const { body, text } = await loaded(base + address);
    bytes += body.length;
    for (const [, found] of text.matchAll(
      /(?:<script[^>]* src|rel="stylesheet" href)="([^"]+)"/g,
    )) {
      await load(found!);
    }
    if (!address.endsWith('.js')) return;
    for (const [, found] of text.matchAll(/from '(\.[^']+)'/g)) {
      await load(path.posix.join(path.posix.dirname(address), found!));
    }
  };
  await load(page);
  return bytes / 1000;
}

runBenchmark(
  {
    name: 'bench:pages',
    about: `How long the server takes for each page of the dashboard when the history is long, and how much a
browser transfers for it without pictures: the page, its style sheets, its scripts.`,
    options: { predictions: { default: 1_000_000, about: 'in the history' } },
  },
  ({ predictions }) => main(predictions),
);
