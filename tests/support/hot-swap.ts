import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pidusage from 'pidusage';
import { modelsAnswerSchema, promotedAnswerSchema } from '../../src/http/api/models/models-schema';
import {
  predictionAnswerSchema,
  type PredictionAnswer,
} from '../../src/http/api/predictions/prediction-schema';
import { colourPng } from './colour-png';
import { recordActive } from './record-active';
import { buildServer, ServerProcess } from './server-process';
import {
  TURNED_CLASSES,
  writeGreyVersion,
  writeRedVersion,
  writeTurnedVersion,
} from './tiny-variants';
import { TINY_CLASSES, writeTinyVersion } from './tiny-version';

export interface HotSwapOptions {
  readonly connections: number;
  readonly changes: number;
  /** After so many promotions and rollbacks another version is the one that rollbacks go to. */
  readonly moveOn: number;
}

/** More than the pages and buffers that come and go. */
const GROWTH_BYTES = 100 * 1024 * 1024;

/** What each version says of a green image: nothing else is right, and no two say the same. */
const ANSWERS: Record<string, { classes: readonly string[]; green: string; uncertain: boolean }> = {
  tiny: { classes: TINY_CLASSES, green: 'Green', uncertain: false },
  red: { classes: TINY_CLASSES, green: 'Green', uncertain: true },
  grey: { classes: [...TINY_CLASSES, 'Grey'], green: 'Green', uncertain: false },
  turned: { classes: TURNED_CLASSES, green: 'Vert', uncertain: false },
};

/** The tests of changing the version while clients ask. */
export function describeHotSwap({ connections, changes: count, moveOn }: HotSwapOptions): void {
  let modelDir: string;
  let server: ServerProcess;
  let url: string;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  beforeAll(async () => {
    buildServer();
    modelDir = await mkdtemp(path.join(tmpdir(), 'hot-swap-'));
    await writeTinyVersion(modelDir);
    await writeRedVersion(modelDir, 'red');
    await writeGreyVersion(modelDir, 'grey');
    await writeTurnedVersion(modelDir, 'turned');
    await recordActive(path.join(modelDir, '.persistence'), 'tiny');
    server = new ServerProcess(modelDir, {
      MODEL_DIR: modelDir,
      PERSISTENCE_DIR: path.join(modelDir, '.persistence'),
      INFERENCE_WORKERS: '2',
      STORE_PREDICTION_IMAGES: 'false',
    });
    url = await server.ready();
  }, 180_000);
  afterAll(async () => {
    agent.destroy();
    await server.destroy();
    await rm(modelDir, { recursive: true });
  });

  async function post(resource: string): Promise<string> {
    const answer = await fetch(url + resource, { method: 'POST' });
    expect(answer.status).toBe(200);
    return promotedAnswerSchema.parse(await answer.json()).version;
  }

  async function models(): Promise<ReturnType<typeof modelsAnswerSchema.parse>> {
    return modelsAnswerSchema.parse(await (await fetch(`${url}/api/models`)).json());
  }

  function predict(image: Buffer): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'image/png', 'Content-Length': image.length };
      const call = request(`${url}/api/predict`, { agent, method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end(image);
    });
  }

  async function memory(): Promise<number> {
    return (await pidusage(server.pid)).memory;
  }

  /** What is wrong with an answer; undefined for one that is wholly of the version it names. */
  function problemOf(answer: PredictionAnswer): string | undefined {
    const expected = ANSWERS[answer.model_version];
    const isRight =
      answer.predicted_class === expected?.green &&
      answer.uncertain === expected.uncertain &&
      Object.keys(answer.all_probabilities).join() === expected.classes.join();
    return isRight ? undefined : JSON.stringify(answer);
  }

  it(`${count} times under ${connections} connections: every answer comes, wholly of the version it names`, async () => {
    const image = colourPng([0, 255, 0]);
    const seen = new Map<string, number>();
    const problems: string[] = [];
    let isOver = false;
    const client = async (): Promise<void> => {
      while (!isOver) {
        const { status, body } = await predict(image);
        if (status !== 200) {
          problems.push(`${status}: ${body}`);
          continue;
        }
        const answer = predictionAnswerSchema.parse(JSON.parse(body));
        seen.set(answer.model_version, (seen.get(answer.model_version) ?? 0) + 1);
        const problem = problemOf(answer);
        if (problem !== undefined) problems.push(problem);
      }
    };
    const clients = Array.from({ length: connections }, client);

    const names = ['turned', 'red', 'grey', 'tiny'];
    let active = 'tiny';
    let bytesAfterWarmUp = 0;
    let changes = 0;
    const now = async (name: string): Promise<void> => {
      const { model_version } = JSON.parse((await predict(image)).body) as PredictionAnswer;
      expect(model_version).toBe(name);
      active = name;
    };
    const change = async (): Promise<void> => {
      const others = names.filter((name) => name !== active);
      const name = others[changes++ % others.length]!;
      expect(await post(`/api/models/${name}/promote`)).toBe(name);
      await now(name);
    };
    for (let i = 0; i < count; i++) {
      if (i % moveOn === 0) await change();
      const before = active;
      await change();
      expect(await post('/api/models/rollback')).toBe(before);
      await now(before);
      if (i === count / 2) bytesAfterWarmUp = await memory();
    }
    const grown = (await memory()) - bytesAfterWarmUp;
    isOver = true;
    await Promise.all(clients);

    expect(problems).toEqual([]);
    expect([...seen.keys()].sort()).toEqual(Object.keys(ANSWERS).sort());
    expect(grown).toBeLessThan(GROWTH_BYTES);
    const after = await models();
    expect(after.active).toBe(active);
    expect(after.activations.slice(0, 3).map(({ cause }) => cause)).toEqual([
      'rollback',
      'manual',
      'rollback',
    ]);
  }, 300_000);
}
