import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { describeMachine } from '../src/observability/machine';
import { png } from '../tests/support/images';
import { MULTIPART_TYPE, multipartBody } from '../tests/support/multipart';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { runBenchmark } from './run-benchmark';

const ROOT = path.join(__dirname, '..');
const CONNECTIONS = 4;
const ROUNDS = 3;

interface Latency {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

async function main(samples: number, rate: number): Promise<void> {
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-loop-'));
  const models = path.join(folder, 'models');
  await copyModels(models);
  const server = new ServerProcess(folder, {
    NODE_ENV: 'production',
    MODEL_DIR: models,
    PERSISTENCE_DIR: path.join(folder, 'persistence'),
    RATE_LIMIT_ENABLED: 'false',
    INFERENCE_WORKERS: '0',
  });
  try {
    const url = await server.ready();
    console.log(describeMachine());
    const uploadMs = await timed(() => upload(url, samples));
    console.log(`upload of ${samples} images   ${(uploadMs / 1000).toFixed(1)} s`);
    const image = await png();
    await load(url, image, rate, 2); // warms up, not counted
    for (let round = 1; round <= ROUNDS; round++) {
      const idle = await load(url, image, rate, 5);
      let retrainMs = 0;
      const retraining = timed(() => retrain(url)).then((ms) => (retrainMs = ms));
      const busy = await load(url, image, rate, undefined, retraining);
      console.log(
        `round ${round}: request to new model ${(retrainMs / 1000).toFixed(1)} s; ` +
          `p50/p99 idle ${idle.p50}/${idle.p99} ms, meanwhile ${busy.p50}/${busy.p99} ms ` +
          `(×${(busy.p99 / idle.p99).toFixed(2)}); ${busy.requests} requests, ${idle.failures + busy.failures} failed`,
      );
    }
  } finally {
    await server.destroy();
    await rm(folder, { recursive: true });
  }
}

/** The benchmark's versions are not to stay among the repository's. */
async function copyModels(target: string): Promise<void> {
  await cp(path.join(ROOT, 'models'), target, { recursive: true });
}

async function timed(task: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}

async function upload(url: string, count: number): Promise<void> {
  const form = new FormData();
  for (let i = 0; i < count; i++) {
    const bytes = await png({ seed: 1000 + i });
    form.append('files', new Blob([new Uint8Array(bytes)]), `${i}.png`);
  }
  form.append('labels', 'Made up');
  const response = await fetch(`${url}/api/upload/training-data`, { method: 'POST', body: form });
  if (!response.ok) throw new Error(await response.text());
}

/** From the request until predictions come from the new version. */
async function retrain(url: string): Promise<void> {
  const response = await fetch(`${url}/api/retrain`, { method: 'POST' });
  if (response.status !== 202) throw new Error(await response.text());
  const { job_id: id } = (await response.json()) as { job_id: string };
  for (;;) {
    const job = (await (await fetch(`${url}/api/jobs/${id}`)).json()) as { state: string };
    if (['succeeded', 'rejected', 'failed'].includes(job.state)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Predictions at a steady rate, for some seconds or until something is done. */
async function load(
  url: string,
  image: Buffer,
  rate: number,
  seconds: number | undefined,
  until?: Promise<unknown>,
): Promise<Latency> {
  const body = multipartBody([{ name: 'file', fileName: 'image', content: image }]);
  const options = {
    url: `${url}/api/predict`,
    method: 'POST',
    headers: { 'content-type': MULTIPART_TYPE },
    body,
    connections: CONNECTIONS,
    overallRate: rate,
    duration: seconds ?? 600,
  } as const;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(options, (error: unknown, measured) => {
      if (error instanceof Error) reject(error);
      else resolve(measured);
    });
    void until?.then(() => instance.stop());
  });
  return {
    requests: result.requests.total,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors,
  };
}

runBenchmark(
  {
    name: 'bench:loop',
    about: `The loop over HTTP, as a client sees it: how long from upload to the better model, and what
predictions notice of a head retraining meanwhile. The built service in a process of its own, limits
off, the load generator beside it.`,
    options: {
      samples: { default: 500, about: 'labelled images that are uploaded' },
      rate: { default: 100, about: 'predictions a second' },
    },
  },
  ({ samples, rate }) => main(samples, rate),
);
