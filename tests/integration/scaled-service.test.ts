import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { historyAnswerSchema } from '../../src/http/api/predictions/history-schema';
import { predictionAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { colourPng } from '../support/colour-png';
import { hasNginx, startLoadBalancer, type LoadBalancer } from '../support/load-balancer';
import { modelFolder } from '../support/model-folder';
import { buildServer, ServerProcess } from '../support/server-process';

/** The service as docker-compose.yml runs it: several processes, one history, nginx in front. */

/** In CI it must run; elsewhere it needs nginx on the machine. */
const mayRun = process.env.CI === 'true' || hasNginx();
const describeWithNginx = mayRun ? describe : describe.skip;
const image = new Uint8Array(colourPng([40, 40, 200]));

let folder: string;
let instances: ServerProcess[] = [];
let urls: string[];
let balancer: LoadBalancer;

beforeAll(async () => {
  if (!mayRun) return;
  buildServer();
  folder = mkdtempSync(path.join(tmpdir(), 'scaled-'));
  const modelDir = await modelFolder(path.join(folder, 'models'));
  const environment = { MODEL_DIR: modelDir, PERSISTENCE_DIR: folder, TRUST_PROXY: '1' };
  instances = [1, 2].map(() => new ServerProcess(folder, environment));
  urls = await Promise.all(instances.map((instance) => instance.ready()));
  balancer = await startLoadBalancer(urls.map((url) => Number(new URL(url).port)));
}, 180_000);
afterAll(async () => {
  if (!mayRun) return;
  await Promise.all(instances.map((instance) => instance.destroy()));
  await balancer.stop();
  rmSync(folder, { recursive: true });
});

function predict(): Promise<Response> {
  const headers = { 'Content-Type': 'image/png' };
  return fetch(`${balancer.url}/api/predict`, { method: 'POST', headers, body: image });
}

/** Newest first, as this instance sees it. */
async function history(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/predictions?limit=100`);
  return historyAnswerSchema.parse(await answer.json()).predictions.map(({ id }) => id);
}

describeWithNginx('two instances behind nginx', () => {
  it('keep one history, whichever of them answers', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, predict));
    const predictions = await Promise.all(
      answers.map(async (answer) => predictionAnswerSchema.parse(await answer.json())),
    );
    const ids = predictions.map(({ id }) => id).sort();
    for (const url of urls) {
      let seen: string[];
      do seen = await history(url);
      while (seen.length < ids.length);
      expect(seen.sort()).toEqual(ids);
    }
    for (const instance of instances) {
      expect(instance.lines('request').some(({ route }) => route === '/api/predict')).toBe(true);
    }
  });

  it('answer every prediction while one of them stops', async () => {
    const [stopping] = instances as [ServerProcess];
    let isOver = false;
    const clients = Array.from({ length: 4 }, async () => {
      const statuses = [];
      while (!isOver) statuses.push((await predict()).status);
      return statuses;
    });
    stopping.kill('SIGTERM');
    expect(await stopping.exited).toEqual({ code: 0, signal: null });
    isOver = true;
    expect(new Set((await Promise.all(clients)).flat())).toEqual(new Set([200]));
  });
});
