import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { describeMachine } from '../src/observability/machine';
import { jpeg, png } from '../tests/support/images';
import { MULTIPART_TYPE, multipartBody } from '../tests/support/multipart';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { median } from './median';
import { runBenchmark } from './run-benchmark';

// Requests a second, latency and memory of POST /api/predict: the built service in a process of
// its own with history on and limits off, the load generator beside it on the same machine.

const ROOT = path.join(__dirname, '..');
const CONNECTIONS = [1, 16, 64];

interface Round {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly image: string;
}

async function measurePredictions(options: Options): Promise<void> {
  const image = await makeImage(options.image);
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-predict-'));
  const startedAt = performance.now();
  const server = new ServerProcess(folder, {
    NODE_ENV: 'production',
    MODEL_DIR: path.join(ROOT, 'models'),
    PERSISTENCE_DIR: folder,
    INFERENCE_WORKERS: '0',
  });
  try {
    const url = await server.ready();
    const startMs = performance.now() - startedAt;
    await measure(url, image, 64, 2); // warms up, not counted
    const rounds = new Map<number, Round[]>(CONNECTIONS.map((n) => [n, []]));
    for (let round = 0; round < options.rounds; round++) {
      for (const connections of CONNECTIONS) {
        rounds.get(connections)!.push(await measure(url, image, connections, options.seconds));
      }
    }
    console.log(describeMachine());
    console.log(
      `${options.image} of ${image.length} bytes; start to ready ${startMs.toFixed(0)} ms`,
    );
    for (const [connections, measured] of rounds) console.log(line(connections, measured));
    console.log(`resident memory ${(await residentMiB(server.pid)).toFixed(0)} MiB`);
  } finally {
    await server.destroy();
    await rm(folder, { recursive: true });
  }
}

async function makeImage(kind: string): Promise<Buffer> {
  if (kind === 'png') return png();
  if (kind === 'jpeg') return jpeg();
  if (kind === 'photo') return jpeg({ width: 640, height: 480 });
  throw new Error('--image is png, jpeg (both 32×32) or photo (640×480)');
}

async function measure(
  url: string,
  image: Buffer,
  connections: number,
  seconds: number,
): Promise<Round> {
  const body = multipartBody([{ name: 'file', fileName: 'image', content: image }]);
  const result = await autocannon({
    url: `${url}/api/predict`,
    method: 'POST',
    headers: { 'content-type': MULTIPART_TYPE },
    body,
    connections,
    duration: seconds,
  });
  return {
    rate: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

function line(connections: number, rounds: readonly Round[]): string {
  const middle = (key: keyof Round): number => median(rounds.map((round) => round[key]));
  const failures = rounds.reduce((sum, round) => sum + round.failures, 0);
  return (
    `${String(connections).padStart(3)} connections: ${middle('rate').toFixed(0).padStart(5)} requests/s, ` +
    `p50 ${middle('p50')} ms, p99 ${middle('p99')} ms, ${failures} failed`
  );
}

/** Linux only; NaN elsewhere. */
async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

runBenchmark(
  {
    name: 'bench:predict',
    about: 'Requests a second, latency and memory of POST /api/predict.',
    options: {
      seconds: { default: 5, about: 'of each measurement' },
      rounds: { default: 3, about: 'whose medians are printed' },
      image: { default: 'png', about: 'png, jpeg (both 32×32) or photo (640×480)' },
    },
  },
  measurePredictions,
);
