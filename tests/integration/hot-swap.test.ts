import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { predictionAnswerSchema, type PredictionAnswer } from '../../src/http/schemas/prediction';
import { colourPng } from '../support/colour-png';
import { startApplication, type StartedApplication } from '../support/start-application';
import {
  TURNED_CLASSES,
  writeGreyVersion,
  writeRedVersion,
  writeTurnedVersion,
} from '../support/tiny-variants';
import { TINY_CLASSES, writeTinyVersion } from '../support/tiny-version';

const CONNECTIONS = 64;
const CHANGES = 50;
/** After so many promotions and rollbacks another version is the one that rollbacks go to. */
const MOVE_ON = 10;
/** Far more than the pages and buffers that come and go; leaked sessions of a real graph are GBs. */
const GROWTH_BYTES = 200 * 1024 * 1024;

/** What each version says of a green image: nothing else is right, and no two say the same. */
const ANSWERS: Record<string, { classes: readonly string[]; green: string; uncertain: boolean }> = {
  tiny: { classes: TINY_CLASSES, green: 'Green', uncertain: false },
  red: { classes: TINY_CLASSES, green: 'Green', uncertain: true },
  grey: { classes: [...TINY_CLASSES, 'Grey'], green: 'Green', uncertain: false },
  turned: { classes: TURNED_CLASSES, green: 'Vert', uncertain: false },
};

describe('hot swap', () => {
  let modelDir: string;
  let service: StartedApplication;
  let port: number;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  beforeAll(async () => {
    modelDir = await mkdtemp(path.join(tmpdir(), 'hot-swap-'));
    await writeTinyVersion(modelDir);
    await writeRedVersion(modelDir, 'red');
    await writeGreyVersion(modelDir, 'grey');
    await writeTurnedVersion(modelDir, 'turned');
    service = await startApplication({
      MODEL_DIR: modelDir,
      MODEL_VERSION: 'tiny',
      INFERENCE_WORKERS: '2',
      STORE_PREDICTION_IMAGES: 'false',
      PORT: '0',
      HOST: '127.0.0.1',
    });
    port = Number(new URL(await service.listen()).port);
  });
  afterAll(async () => {
    agent.destroy();
    await service.end();
    await rm(modelDir, { recursive: true });
  });

  function predict(image: Buffer): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'image/png', 'Content-Length': image.length };
      const call = request(
        { port, agent, method: 'POST', path: '/api/predict', headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
          );
          answer.on('error', reject);
        },
      );
      call.on('error', reject);
      call.end(image);
    });
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

  it(`${CHANGES} times under ${CONNECTIONS} connections: every answer comes, wholly of the version it names`, async () => {
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
    const clients = Array.from({ length: CONNECTIONS }, client);

    const { active } = service;
    const names = ['turned', 'red', 'grey', 'tiny'];
    let bytesAfterWarmUp = 0;
    let changes = 0;
    const now = async (name: string): Promise<void> => {
      expect(active.current?.version.name).toBe(name);
      const { model_version } = JSON.parse((await predict(image)).body) as PredictionAnswer;
      expect(model_version).toBe(name);
    };
    const change = async (): Promise<string> => {
      const others = names.filter((name) => name !== active.current?.version.name);
      const name = others[changes++ % others.length]!;
      await active.promote(name, { cause: 'manual' });
      await now(name);
      return name;
    };
    for (let i = 0; i < CHANGES; i++) {
      const before = i % MOVE_ON === 0 ? await change() : active.current!.version.name;
      await change();
      await active.rollback();
      await now(before);
      if (i === MOVE_ON) bytesAfterWarmUp = process.memoryUsage.rss();
    }
    isOver = true;
    await Promise.all(clients);

    expect(problems).toEqual([]);
    expect([...seen.keys()].sort()).toEqual(Object.keys(ANSWERS).sort());
    expect(process.memoryUsage.rss() - bytesAfterWarmUp).toBeLessThan(GROWTH_BYTES);
    const causes = (await active.history(1000)).map(({ cause }) => cause);
    expect(causes.filter((cause) => cause === 'manual')).toHaveLength(changes);
    expect(causes.filter((cause) => cause === 'rollback')).toHaveLength(CHANGES);
  }, 300_000);
});
