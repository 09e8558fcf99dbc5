import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { evaluationAnswerSchema } from '../../src/http/api/models/model-evaluate-schema';
import {
  jobDetailAnswerSchema,
  retrainAnswerSchema,
} from '../../src/http/api/training/jobs-schema';
import { predictionAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { colourPng } from './colour-png';
import { buildServer, ServerProcess } from './server-process';
import { beyondLoopback, canTrace, systemCalls, tracer, writtenOutside } from './system-calls';
import { writeTinyVersion } from './tiny-version';

/** In CI it must run; elsewhere it needs strace, and the right to use it. */
const mayTrace = process.env.CI === 'true' || canTrace();

async function post(url: string, body?: FormData | object): Promise<unknown> {
  const answer = await fetch(
    url,
    body instanceof FormData || body === undefined
      ? { method: 'POST', body: body ?? null }
      : {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        },
  );
  expect([200, 202]).toContain(answer.status);
  return answer.json();
}

const picture = (red: number): Blob =>
  new Blob([new Uint8Array(colourPng([red, 220, 20]))], { type: 'image/png' });

async function predict(url: string): Promise<void> {
  const image = new FormData();
  image.append('file', picture(10), 'a.png');
  predictionAnswerSchema.parse(await post(`${url}/api/predict`, image));
}

/** From the first prediction to a new version that is judged. */
async function teach(url: string): Promise<void> {
  await predict(url);
  const samples = new FormData();
  samples.append('labels', 'Lime');
  for (let i = 0; i < 12; i++) samples.append('files', picture(100 + i), `${i}.png`);
  await post(`${url}/api/upload/training-data`, samples);
  const { job_url } = retrainAnswerSchema.parse(await post(`${url}/api/retrain`, {}));
  for (let state = 'queued'; state !== 'succeeded';) {
    const job = jobDetailAnswerSchema.parse(await (await fetch(url + job_url)).json());
    state = job.state;
    if (job.error !== null) throw new Error(job.error);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  evaluationAnswerSchema.parse(await post(`${url}/api/model/evaluate`, {}));
}

/**
 * The test that a service keeps to itself.
 *
 * @param forMs how long it is used, at least
 */
export function describeNothingLeaves({ forMs }: { readonly forMs: number }): void {
  let folder: string;
  const within = (...names: string[]): string => path.join(folder, ...names);

  beforeAll(async () => {
    buildServer();
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nothing-leaves-')));
    for (const name of ['home', 'tmp']) mkdirSync(within(name));
    await writeTinyVersion(within('models'));
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    mayTrace
      ? 'asks for no name, connects to nothing but this machine, and writes in its folders only'
      : 'writes nothing into the folders of its user and of temporary files',
    async () => {
      const trace = within('trace');
      const server = new ServerProcess(
        folder,
        {
          HOME: within('home'),
          TMPDIR: within('tmp'),
          MODEL_DIR: within('models'),
          PERSISTENCE_DIR: within('persistence'),
          LOG_FILE: within('logs', 'app.log'),
        },
        mayTrace ? tracer(trace) : [],
      );
      try {
        const url = await server.ready();
        const until = performance.now() + forMs;
        await teach(url);
        while (performance.now() < until) await predict(url);
        server.kill('SIGTERM');
        expect(await server.exited).toEqual({ code: 0, signal: null });
      } finally {
        await server.destroy();
      }
      if (mayTrace) {
        const calls = systemCalls(trace);
        // Those who look at nothing find nothing.
        expect(calls.some(({ text }) => text.includes(within('persistence')))).toBe(true);
        expect(beyondLoopback(calls)).toEqual([]);
        const own = ['models', 'persistence', 'logs', 'tmp'].map((name) => within(name));
        expect(writtenOutside(calls, own, folder)).toEqual([]);
      }
      expect(readdirSync(within('home'), { recursive: true })).toEqual([]);
      expect(readdirSync(within('tmp'), { recursive: true })).toEqual([]);
    },
    180_000,
  );
}
