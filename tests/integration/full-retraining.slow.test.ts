import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CIFAR10_CLASSES, CIFAR10_INPUT } from '../../src/config/cifar10';
import {
  jobDetailAnswerSchema,
  type JobDetailAnswer,
} from '../../src/http/api/training/jobs-schema';
import { openVersion } from '../../src/registry/open-version';
import { NETWORKS } from '../../src/training/network/specification';
import { colourPng } from '../support/colour-png';
import {
  startLabelledService,
  withRequests,
  type LabelledService,
} from '../support/labelled-service';
import { writeMadeUpCifar } from '../support/made-up-cifar';
import { TINY_NETWORK } from '../support/networks';
import { startApplication } from '../support/start-application';
import { writeBackboneVersion } from '../support/tiny-backbone-version';
import { writeTinyVersion } from '../support/tiny-version';

// Real training of a network with everything that a network has, and little of it, on whichever
// TensorFlow is there.

const IMAGES_PER_CLASS = 12;
const BATCH_SIZE = 20;
/** Enough for the restart to come between two of them, however fast they are. */
const EPOCHS = 10;

let data: string;
let folder: string;
let service: LabelledService;

beforeAll(() => {
  data = mkdtempSync(path.join(tmpdir(), 'cifar-'));
  writeMadeUpCifar(data, IMAGES_PER_CLASS);
});
afterAll(() => rmSync(data, { recursive: true }));

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'full-retraining-'));
  service = await startLabelledService(
    { DATA_DIR: data, RETRAINING_MAX_ACCURACY_LOSS: '1' },
    { networks: { ...NETWORKS, small: TINY_NETWORK } },
  );
});
afterEach(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

async function retrain(epochs: number): Promise<string> {
  const { body } = await service.api
    .post('/api/retrain')
    .send({ mode: 'full', network: 'small', epochs, batch_size: BATCH_SIZE })
    .expect(202);
  return (body as { job_id: string }).job_id;
}

async function when(id: string, isSo: (job: JobDetailAnswer) => boolean): Promise<JobDetailAnswer> {
  for (;;) {
    const { body } = await service.api.get(`/api/jobs/${id}`).expect(200);
    const job = jobDetailAnswerSchema.parse(body);
    if (isSo(job)) return job;
    if (job.state === 'failed') throw new Error(job.error ?? 'it failed');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const isOver = ({ state }: JobDetailAnswer): boolean => ['succeeded', 'rejected'].includes(state);

describe('retraining every layer', () => {
  it('learns CIFAR-10 and the labelled samples, goes on after a restart, and serves', async () => {
    await service.save(
      Array.from({ length: 15 }, (_, i) => ({
        name: `${i}.png`,
        content: colourPng([255, 255, 40 + i]),
      })),
      ['Canary'],
    );
    const id = await retrain(EPOCHS);
    await when(id, ({ epochs }) => epochs.length >= 1);
    service = withRequests(await service.restart(), service.persistence);
    const job = await when(id, isOver);

    expect(job.attempts).toBe(1); // an orderly stop uses up none
    const lines = job.log_tail.map(({ line }) => line);
    expect(lines.some((line) => /^Going on after epoch [1-9]\.$/.test(line))).toBe(true);
    expect(job.epochs.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: EPOCHS }, (_, i) => i + 1),
    );
    const refused = job.gate?.rules.filter(({ passed }) => !passed);
    expect({ state: job.state, refused }).toEqual({ state: 'succeeded', refused: [] });

    const { body } = await service.api.get(`/api/models/${job.model_version}`).expect(200);
    expect(body).toMatchObject({ active: true });
    const answer = await service.predict(colourPng([255, 255, 50]));
    expect(answer.model_version).toBe(job.model_version);
    expect(Object.keys(answer.all_probabilities)).toEqual([...CIFAR10_CLASSES, 'Canary']);
    // What it made is a version like any other: its head can be retrained.
    const { body: next } = await service.api.post('/api/retrain').send({}).expect(202);
    await when((next as { job_id: string }).job_id, isOver);
  }, 300_000);

  it('trains CIFAR-10 while a version on a backbone is in service, which knows nothing of it', async () => {
    await service.end();
    const models = path.join(folder, 'models');
    await writeTinyVersion(models);
    await writeBackboneVersion(models);
    const persistence = path.join(folder, 'persistence');
    service = withRequests(
      await startApplication(
        {
          DATA_DIR: data,
          MODEL_DIR: models,
          PERSISTENCE_DIR: persistence,
          MODEL_PROMOTION: 'manual',
        },
        { active: 'photos', networks: { ...NETWORKS, small: TINY_NETWORK } },
      ),
      persistence,
    );
    const before = await service.predict(colourPng([250, 0, 0]));
    expect(before).toMatchObject({ model_version: 'photos', predicted_class: 'Brick' });
    const job = await when(await retrain(2), isOver);
    const { card } = await openVersion(path.join(models, job.model_version!));
    expect(card).toMatchObject({
      class_names: CIFAR10_CLASSES,
      backbone: null,
      input: CIFAR10_INPUT,
    });
    // With the newest one whose classes it has: the one in service knows none of them.
    expect(job.gate?.compared_with).toBe('tiny');
    // It goes on answering, and can make way for the new one and come back.
    expect(await service.predict(colourPng([250, 0, 0]))).toMatchObject({
      model_version: 'photos',
      all_probabilities: before.all_probabilities,
    });
    const promotion = `/api/models/${job.model_version}/promote`;
    await service.api.post(promotion).send({ force: true }).expect(200);
    const answer = await service.predict(colourPng([250, 0, 0]));
    expect(Object.keys(answer.all_probabilities)).toEqual([...CIFAR10_CLASSES]);
    await service.api.post('/api/models/rollback').expect(200);
    expect(await service.predict(colourPng([250, 0, 0]))).toMatchObject({
      model_version: 'photos',
      all_probabilities: before.all_probabilities,
    });
  }, 300_000);

  it('says what is wrong with the data, and leaves the model as it is', async () => {
    rmSync(path.join(data, 'train', 'truck'), { recursive: true });
    const id = await retrain(1);
    await expect(when(id, isOver)).rejects.toThrow('the train data has no image of Truck');
    expect((await service.predict(colourPng([250, 0, 0]))).model_version).toBe('tiny');
  });
});
