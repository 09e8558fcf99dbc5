import { rmSync } from 'node:fs';
import path from 'node:path';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { readinessAnswerSchema } from '../../src/http/api/operation/health-schema';
import { historyAnswerSchema } from '../../src/http/api/predictions/history-schema';
import {
  jobDetailAnswerSchema,
  retrainAnswerSchema,
} from '../../src/http/api/training/jobs-schema';
import { modelsAnswerSchema } from '../../src/http/api/models/models-schema';
import { openVersion } from '../../src/registry/open-version';
import { colourPng } from '../support/colour-png';
import {
  startLabelledService,
  withRequests,
  type LabelledService,
} from '../support/labelled-service';
import { startApplication } from '../support/start-application';
import { writeSuccessor } from '../support/successors';

/**
 * A release takes the version away that is in service and brings another one with the same network and
 * head: `tiny` was active, a version was taught on it, and `tiny-2` is there instead.
 */

let first: LabelledService;
let service: LabelledService;
let models: string;
let taught: string;

beforeEach(async () => {
  first = await startLabelledService({ DATA_DIR: 'is-not-there' });
  service = first;
  models = path.join(first.persistence, '..', 'models');
  await first.predict(RED);
  await first.save(
    Array.from({ length: 30 }, (_, i) => ({ name: `${i}.png`, content: yellow(i) })),
    ['Yellow'],
  );
  taught = await retrain(first);
});
afterEach(async () => {
  await service.stop();
  await first.end();
});

const RED = colourPng([250, 5, 5]);
const yellow = (n: number): Buffer => colourPng([220 + (n % 30), 200 + ((n * 7) % 50), n % 20]);

/** @returns the version that was made, which has taken over */
async function retrain({ api }: LabelledService): Promise<string> {
  const { body } = await api.post('/api/retrain').send({}).expect(202);
  const id = retrainAnswerSchema.parse(body).job_id;
  for (;;) {
    const job = jobDetailAnswerSchema.parse((await api.get(`/api/jobs/${id}`).expect(200)).body);
    if (job.state === 'succeeded') return job.model_version!;
    expect(['rejected', 'failed', 'cancelled']).not.toContain(job.state);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Stops the service, replaces the version, and starts the service over the same store. */
async function upgrade(): Promise<void> {
  await first.stop();
  await writeSuccessor(models, 'tiny-2', await openVersion(path.join(models, 'tiny')));
  rmSync(path.join(models, 'tiny'), { recursive: true });
  service = withRequests(await first.restart(), first.persistence);
}

async function causes(): Promise<string[]> {
  const { body } = await service.api.get('/api/models').expect(200);
  const { activations } = modelsAnswerSchema.parse(body);
  return activations.map(({ version, cause }) => `${cause} ${version}`);
}

async function isWell(): Promise<void> {
  const { body } = await service.api.get('/api/health/ready').expect(200);
  expect(readinessAnswerSchema.parse(body)).toEqual({ ready: true, status: 'healthy' });
}

it('goes on with its successor, which instances beside it serve as well', async () => {
  await first.api.post('/api/models/rollback').expect(200);
  await upgrade();
  const beside = await startApplication({ MODEL_DIR: models, PERSISTENCE_DIR: first.persistence });
  const other = withRequests(beside, first.persistence);
  expect((await service.predict(RED)).model_version).toBe('tiny-2');
  expect((await other.predict(RED)).model_version).toBe('tiny-2');
  await beside.end();
  await isWell();
  expect(await causes()).toEqual([
    'successor tiny-2',
    'rollback tiny',
    `gate ${taught}`,
    'start tiny',
  ]);
  const { text } = await service.api.get('/models').expect(200);
  expect(text).toContain('tiny is not there any more; this one, made from it, takes its place');
  expect(text).toContain('the same network and head');
  expect(text).toContain('tiny, whose place tiny-2 has taken');
  expect(text).not.toContain('tiny, which is deleted');

  await service.api.post(`/api/models/${taught}/promote`).send({}).expect(200);
  expect((await service.predict(yellow(99))).predicted_class).toBe('Yellow');
});

it('leaves in service what was taught on it, which can be taken back and taught further', async () => {
  await upgrade();
  const answer = await service.predict(yellow(99));
  expect(answer).toMatchObject({ predicted_class: 'Yellow', model_version: taught });
  await isWell();
  expect(await causes()).toEqual([`gate ${taught}`, 'start tiny']);

  await service.api.post('/api/models/rollback').expect(200);
  expect((await service.predict(yellow(99))).model_version).toBe('tiny-2');
  const again = await retrain(service);
  expect((await service.predict(yellow(99))).model_version).toBe(again);
  const { card } = await openVersion(path.join(models, again));
  expect(card).toMatchObject({ parent: 'tiny-2', input: { fit: 'cover', kernel: 'cubic' } });
  expect(card).not.toHaveProperty('successor_of');
  expect((await openVersion(path.join(models, taught))).card.input.fit).toBe('stretch');
});

it('says what has its place to who asks for it by name, and keeps what it has answered', async () => {
  await upgrade();
  const { body } = await service.api.get('/api/models/tiny').expect(404);
  expect(errorAnswerSchema.parse(body)).toMatchObject({
    code: 'MODEL_NOT_FOUND',
    error:
      'There is no model version of this name any more; tiny-2, made from it, has taken its place.',
  });
  await service.api.post('/api/models/tiny/promote').send({}).expect(404);
  const { body: history } = await service.api.get('/api/predictions').expect(200);
  expect(historyAnswerSchema.parse(history).predictions).toMatchObject([
    { predicted_class: 'Red', model_version: 'tiny' },
  ]);
});
