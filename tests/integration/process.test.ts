import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { historyAnswerSchema } from '../../src/http/api/predictions/history-schema';
import {
  predictionAnswerSchema,
  type PredictionAnswer,
} from '../../src/http/api/predictions/prediction-schema';
import { statisticsAnswerSchema } from '../../src/http/api/operation/statistics-schema';
import { modelFolder } from '../support/model-folder';
import { colourPng } from '../support/colour-png';
import { buildServer, ServerProcess } from '../support/server-process';

/** The built service as a process: its start, its orderly end, and its sudden death. */

const image = colourPng([200, 40, 40]);

let folder: string;
let modelDir: string;
const processes: ServerProcess[] = [];

beforeAll(async () => {
  buildServer();
  folder = mkdtempSync(path.join(tmpdir(), 'process-'));
  modelDir = await modelFolder(path.join(folder, 'models'));
}, 180_000);
afterEach(async () => {
  await Promise.all(processes.splice(0).map((server) => server.destroy()));
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(history: string, environment: Record<string, string> = {}): ServerProcess {
  const server = new ServerProcess(folder, {
    MODEL_DIR: modelDir,
    PERSISTENCE_DIR: path.join(folder, history),
    ...environment,
  });
  processes.push(server);
  return server;
}

async function predict(url: string): Promise<PredictionAnswer> {
  const answer = await fetch(`${url}/api/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'image/png' },
    body: new Uint8Array(image),
  });
  return predictionAnswerSchema.parse(await answer.json());
}

async function wholeHistory(url: string): Promise<PredictionAnswer[]> {
  const all: PredictionAnswer[] = [];
  let cursor: string | null = '';
  do {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${url}/api/predictions?limit=100${query}`);
    const page = historyAnswerSchema.parse(await answer.json());
    all.push(...page.predictions);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

/** A prediction whose bytes are not all sent yet: in flight until it is ended. */
async function beginPrediction(url: string): Promise<ClientRequest> {
  const client = request(`${url}/api/predict`, {
    method: 'POST',
    headers: {
      'Content-Type': 'image/png',
      'Content-Length': image.length,
      Expect: '100-continue', // its answer tells that the server has the request
    },
  });
  client.flushHeaders();
  await once(client, 'continue');
  client.write(image.subarray(0, 10));
  return client;
}

const isReady = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/api/health/ready`)).ok;

describe('the process', () => {
  it('says in one line where it listens, what it serves, and how long the start took', async () => {
    const server = start('start');
    const url = await server.ready();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.lines('ready')).toEqual([
      expect.objectContaining({
        url,
        engine: expect.stringMatching(/^onnxruntime-node/),
        engine_reason: expect.stringMatching(/^INFERENCE_ENGINE=onnx/),
        model_version: expect.any(String),
        startup_ms: expect.any(Number),
      }),
    ]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a bad value', { PORT: 'http' }, /^PORT="http" is not valid: must be a whole number\n$/],
    ['no model', { MODEL_DIR: 'empty', LOG_FORMAT: 'text' }, /no good model version/],
    [
      'a Redis that does not answer',
      { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_STORAGE_URL: 'redis://user:hunter2@127.0.0.1:1' },
      /RATE_LIMIT_STORAGE_URL.*127\.0\.0\.1:1/,
    ],
  ])('does not start with %s, and says why in one line', async (_what, environment, reason) => {
    const server = start('refused', environment);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.output).toMatch(reason);
    expect(server.output.trim().split('\n')).toHaveLength(1);
    expect(server.output).not.toMatch(/hunter2|\n\s+at /);
  });

  it('does not start on a port that is in use, and says so in one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = start('in-use', { PORT: String(port) });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.output.trim().split('\n')).toHaveLength(1);
    expect(server.output).toContain(`Port ${String(port)} is in use`);
    other.close();
  });
});

describe('SIGTERM', () => {
  it('is not ready at once, finishes what is in flight, keeps it, and exits 0', async () => {
    const server = start('term', { SHUTDOWN_DELAY_MS: '2000' });
    const url = await server.ready();
    expect(await isReady(url)).toBe(true);
    const inFlight = await beginPrediction(url);

    server.kill('SIGTERM');
    while (await isReady(url));
    inFlight.end(image.subarray(10));
    const [answer] = (await once(inFlight, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
    const prediction = predictionAnswerSchema.parse(JSON.parse(text));

    expect(await server.exited).toEqual({ code: 0, signal: null });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    const again = start('term');
    expect(await wholeHistory(await again.ready())).toMatchObject([prediction]);
  });

  it('does not wait longer than configured for a request that does not end', async () => {
    const server = start('stuck', { SHUTDOWN_TIMEOUT_MS: '200' });
    const client = await beginPrediction(await server.ready());
    const cutOff = once(client, 'error');
    server.kill('SIGTERM');
    await cutOff;
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.lines('requests were cut off: they took too long to finish')).toHaveLength(1);
  });

  it('ends at once when it comes twice', async () => {
    const server = start('twice', { SHUTDOWN_TIMEOUT_MS: '600000' });
    const client = await beginPrediction(await server.ready());
    client.on('error', () => undefined);
    server.kill('SIGTERM');
    await server.logged('stopping');
    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 1, signal: null });
  });
});

describe('SIGKILL during a stream of predictions', () => {
  it('loses at most the last second, and leaves nothing half-written', async () => {
    const server = start('kill');
    const url = await server.ready();
    const acknowledged: { readonly prediction: PredictionAnswer; readonly atMs: number }[] = [];
    const isAlive = (): boolean => acknowledged.length === 0 || elapsedMs() < 2000;
    const elapsedMs = (): number => performance.now() - acknowledged[0]!.atMs;
    const stream = async (): Promise<void> => {
      while (isAlive()) {
        const prediction = await predict(url);
        acknowledged.push({ prediction, atMs: performance.now() });
      }
    };
    await Promise.all([stream(), stream(), stream()]);
    const killedAtMs = performance.now();
    server.kill('SIGKILL');
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });

    const reopened = start('kill');
    const newUrl = await reopened.ready();
    const history = await wholeHistory(newUrl);
    const byId = new Map(history.map((prediction) => [prediction.id, prediction]));
    const safe = acknowledged.filter(({ atMs }) => atMs < killedAtMs - 1000);
    expect(safe.length).toBeGreaterThan(0);
    for (const { prediction } of safe) expect(byId.get(prediction.id)).toMatchObject(prediction);

    expect(byId.size).toBe(history.length);
    const known = new Set(acknowledged.map(({ prediction }) => prediction.id));
    expect(history.filter(({ id }) => !known.has(id)).length).toBeLessThanOrEqual(3);
    const statistics = statisticsAnswerSchema.parse(
      await (await fetch(`${newUrl}/api/statistics`)).json(),
    );
    expect(statistics.total_predictions).toBe(history.length);
    const counts = Object.values(statistics.predictions_per_class);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(history.length);

    const next = await predict(newUrl);
    expect((await wholeHistory(newUrl))[0]).toMatchObject(next);
  });
});
