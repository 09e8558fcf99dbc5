import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runEvaluation } from '../../src/evaluation/apart/run-evaluation';
import { modelsAnswerSchema } from '../../src/http/api/models/models-schema';
import { predictionAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { cardsNewestFirst } from '../../src/registry/find-version';
import { colourPng } from '../support/colour-png';
import { SHIPPED_MODELS } from '../support/model-folder';
import { startApplication } from '../support/start-application';

/** The versions in this checkout: each is whole, is what its card says, and answers. */

const MEGABYTE = 1024 * 1024;
const BUDGET_BYTES = 25 * MEGABYTE;

const names = readdirSync(SHIPPED_MODELS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'shipped-'))));
afterAll(() => rmSync(folder, { recursive: true }));

it('are of both networks', async () => {
  const cards = await cardsNewestFirst(SHIPPED_MODELS, (error) => {
    throw error;
  });
  expect(new Set(cards.map(({ network }) => network.name))).toEqual(new Set(['standard', 'small']));
});

it.each(names)('%s is as good on its held-out images as its card says', async (name) => {
  const { versions } = await runEvaluation({
    versions: [name],
    on: 'held_out',
    folders: { models: SHIPPED_MODELS, data: folder, persistence: folder },
  });
  const cards = await cardsNewestFirst(SHIPPED_MODELS, () => undefined);
  const card = cards.find(({ version }) => version === name)!;
  expect(versions[0]!.evaluation.accuracy).toBeCloseTo(card.metrics.validation!.accuracy, 6);
  expect(card.int8!.accuracy_int8).toBeGreaterThan(card.int8!.accuracy_fp32 - 0.003);
});

it.each(names)('%s answers when MODEL_VERSION names it', async (name) => {
  const service = await startApplication({ MODEL_DIR: SHIPPED_MODELS, MODEL_VERSION: name });
  const { body } = await service.api
    .post('/api/predict')
    .set('Content-Type', 'image/png')
    .send(colourPng([40, 90, 200]))
    .expect(200);
  expect(predictionAnswerSchema.parse(body).model_version).toBe(name);
  await service.end();
});

it.each([
  ['cifar10-standard-7', 'cifar10-standard-8'],
  ['cifar10-small-1', 'cifar10-small-2'],
])('take the place of %s, which the release before has left active', async (before, after) => {
  const service = await startApplication({ MODEL_DIR: SHIPPED_MODELS }, { active: before });
  const { body } = await service.api.get('/api/models').expect(200);
  const { active, activations } = modelsAnswerSchema.parse(body);
  expect(active).toBe(after);
  expect(activations.map(({ version }) => version)).toEqual([after, before]);
  await service.end();
});

it(`take no more than ${BUDGET_BYTES / MEGABYTE} MB`, async () => {
  const cards = await cardsNewestFirst(SHIPPED_MODELS, () => undefined);
  const files = cards.flatMap(({ version }) =>
    readdirSync(path.join(SHIPPED_MODELS, version)).map((file) =>
      path.join(SHIPPED_MODELS, version, file),
    ),
  );
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThan(BUDGET_BYTES);
});
