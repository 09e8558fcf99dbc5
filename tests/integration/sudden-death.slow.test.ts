import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { colourPng } from '../support/colour-png';
import { historyFile } from '../../src/store/open-history-database';
import { buildServer, ServerProcess } from '../support/server-process';
import { writeTinyVersion } from '../support/tiny-version';

/** A service that is killed while it writes, again and again, loses nothing that it has answered. */

/** Predictions that are answered before each kill: none falls into the same moment of the work. */
const LIVES = [5, 23, 58, 111];

let folder: string;
let persistence: string;
beforeAll(async () => {
  buildServer();
  folder = mkdtempSync(path.join(tmpdir(), 'sudden-death-'));
  persistence = path.join(folder, 'persistence');
  for (const version of ['tiny-1', 'tiny-2']) {
    await writeTinyVersion(path.join(folder, 'models'), { version });
  }
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(): ServerProcess {
  return new ServerProcess(folder, {
    MODEL_DIR: path.join(folder, 'models'),
    PERSISTENCE_DIR: persistence,
    RATE_LIMIT_ENABLED: 'false',
  });
}

/** What the service has answered with 200, and so must still know. */
class Promised {
  readonly predictions = new Set<string>();
  /** By sample, its label; null for one that is deleted, undefined for one that may be either. */
  readonly samples = new Map<string, string | null | undefined>();
  /** By prediction, the label that a person gave it. */
  readonly feedback = new Map<string, string>();
  /** Versions that may be active: the last one promoted, and one whose promotion was not answered. */
  active = new Set<string>();
}

let colours = 0;
function nextPicture(): Blob {
  const n = (colours += 1);
  return new Blob([new Uint8Array(colourPng([n & 255, (n >> 8) & 255, 77]))]);
}

/** A client that does all kinds of changes until the service dies. */
class Client {
  readonly #url: string;
  readonly #promised: Promised;

  constructor(url: string, promised: Promised) {
    this.#url = url;
    this.#promised = promised;
  }

  async predict(): Promise<string | undefined> {
    const form = new FormData();
    form.append('file', nextPicture(), 'image.png');
    const id = (await this.#ask<{ id: string }>('POST', '/api/predict', form))?.id;
    if (id !== undefined) this.#promised.predictions.add(id);
    return id;
  }

  async upload(label: string): Promise<string | undefined> {
    const form = new FormData();
    form.append('labels', label);
    form.append('files', nextPicture(), 'image.png');
    const answer = await this.#ask<{ files: { id: string }[] }>(
      'POST',
      '/api/upload/training-data',
      form,
    );
    const id = answer?.files[0]?.id;
    if (id !== undefined) this.#promised.samples.set(id, label);
    return id;
  }

  async say(prediction: string, label: string): Promise<void> {
    const path = `/api/predictions/${prediction}/feedback`;
    const answer = await this.#ask<{ sample: { id: string } }>('POST', path, { label });
    if (answer === undefined) return;
    this.#promised.feedback.set(prediction, label);
    this.#promised.samples.set(answer.sample.id, label);
  }

  async relabel(sample: string, label: string): Promise<void> {
    this.#promised.samples.set(sample, undefined);
    const answer = await this.#ask('PATCH', `/api/dataset/samples/${sample}`, { label });
    if (answer !== undefined) this.#promised.samples.set(sample, label);
  }

  async remove(sample: string): Promise<void> {
    this.#promised.samples.set(sample, undefined);
    const answer = await this.#ask('DELETE', `/api/dataset/samples/${sample}`);
    if (answer !== undefined) this.#promised.samples.set(sample, null);
  }

  async promote(version: string): Promise<void> {
    this.#promised.active.add(version);
    const answer = await this.#ask('POST', `/api/models/${version}/promote`, { force: true });
    if (answer !== undefined) this.#promised.active = new Set([version]);
  }

  /** @returns the answer, if it came whole and was good; whatever else happens is the kill */
  async #ask<Answer>(
    method: string,
    path: string,
    body?: FormData | object,
  ): Promise<Answer | undefined> {
    try {
      const isForm = body instanceof FormData;
      const response = await fetch(`${this.#url}${path}`, {
        method,
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
        ...(body !== undefined && !isForm && { headers: { 'Content-Type': 'application/json' } }),
      });
      const answer = (await response.json()) as Answer;
      if (!response.ok) throw new RefusedError(method, path, response.status, answer);
      return answer;
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      return undefined;
    }
  }
}

class RefusedError extends Error {
  constructor(method: string, path: string, status: number, answer: unknown) {
    super(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  }
}

/** Works until the service dies: one kind of change a client, all of them at once. */
async function workUntilDeath(
  url: string,
  promised: Promised,
  isDead: () => boolean,
): Promise<void> {
  const client = new Client(url, promised);
  const until = async (work: () => Promise<unknown>): Promise<void> => {
    while (!isDead()) await work();
  };
  await Promise.all([
    until(() => client.predict()),
    until(() => client.predict()),
    until(async () => {
      const id = await client.predict();
      if (id !== undefined) await client.say(id, 'Fox');
    }),
    until(() => client.upload('Wolf')),
    until(async () => {
      const id = await client.upload('Bear');
      if (id !== undefined) await client.relabel(id, 'Lynx');
    }),
    until(async () => {
      const id = await client.upload('Hare');
      if (id !== undefined) await client.remove(id);
    }),
    until(() => client.promote('tiny-1').then(() => client.promote('tiny-2'))),
  ]);
}

async function json<Answer>(url: string): Promise<Answer | undefined> {
  const response = await fetch(url);
  return response.ok ? ((await response.json()) as Answer) : undefined;
}

async function expectKept(url: string, promised: Promised): Promise<void> {
  for (const id of promised.predictions) {
    const found = await json<{ feedback: { label: string } | null }>(
      `${url}/api/predictions/${id}`,
    );
    expect(found).toBeDefined();
    const said = promised.feedback.get(id);
    if (said !== undefined) expect(found?.feedback?.label).toBe(said);
    expect((await fetch(`${url}/api/predictions/${id}/image`)).status).toBe(200);
  }
  for (const [id, label] of promised.samples) {
    const found = await json<{ label: string }>(`${url}/api/dataset/samples/${id}`);
    if (label === null) expect(found).toBeUndefined();
    if (typeof label !== 'string') continue;
    expect(found?.label).toBe(label);
    expect((await fetch(`${url}/api/dataset/samples/${id}/image`)).status).toBe(200);
  }
  const info = await json<{ version: string }>(`${url}/api/model/info`);
  expect([...promised.active]).toContain(info?.version);
}

describe('a service that is killed while it writes', () => {
  it('has everything that it answered when it is back, and nothing half-written', async () => {
    const promised = new Promised();
    for (const life of LIVES) {
      const server = start();
      const url = await server.ready();
      let isDead = false;
      const working = workUntilDeath(url, promised, () => isDead);
      const most = promised.predictions.size + life;
      while (promised.predictions.size < most)
        await new Promise((resolve) => setTimeout(resolve, 5));
      server.kill('SIGKILL');
      isDead = true;
      await Promise.all([server.exited, working]);

      const database = new DatabaseSync(historyFile(persistence));
      expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      database.close();
      const again = start();
      await expectKept(await again.ready(), promised);
      again.kill('SIGTERM');
      expect(await again.exited).toEqual({ code: 0, signal: null });
    }
    expect(promised.samples.size).toBeGreaterThan(20);
    expect(promised.feedback.size).toBeGreaterThan(5);
    expect(readdirSync(persistence).filter((name) => name.startsWith('history'))).toEqual([
      'history.sqlite',
    ]);
    expect(readdirSync(path.join(persistence, 'uploads'))).toEqual([]);
  }, 240_000);
});
