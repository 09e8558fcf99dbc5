import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readinessAnswerSchema } from '../../src/http/api/operation/health-schema';
import { evaluationAnswerSchema } from '../../src/http/api/models/model-evaluate-schema';
import {
  comparisonAnswerSchema,
  modelAnswerSchema,
  modelsAnswerSchema,
  promotedAnswerSchema,
} from '../../src/http/api/models/models-schema';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { visualizationsAnswerSchema } from '../../src/http/api/models/visualizations-schema';
import type { GateReport, ModelCard } from '../../src/registry/card';
import { childProcess } from '../support/child-processes';
import { madeEvaluation } from '../support/chart-data';
import { startApplication, type StartedApplication } from '../support/start-application';
import { TINY_CLASSES, tinyCard, tinyHead, writeTinyVersion } from '../support/tiny-version';
import { asBytes, unzipped } from '../support/zip-answer';

/** The versions of a model folder, asked over HTTP of the real application. */

let models: string;
let application: StartedApplication;

beforeEach(async () => {
  models = mkdtempSync(path.join(tmpdir(), 'models-'));
  await write('first', 1);
  await write('second', 2, { parent: 'first', retraining: RETRAINING });
  application = await startApplication({ MODEL_DIR: models }, { active: 'first' });
});
afterEach(async () => {
  await application.end();
  rmSync(models, { recursive: true });
});

const RETRAINING: ModelCard['retraining'] = {
  mode: 'head',
  job: null,
  samples: { Red: 12 },
  held_out_samples: { Red: 1 },
  new_classes: [],
  samples_fingerprint: '0'.repeat(64),
  duration_seconds: 0.5,
};
const REJECTED: GateReport = {
  verdict: 'rejected',
  compared_with: 'first',
  rules: [
    { name: 'old classes', explanation: 'It loses 3.0 points on the old classes.', passed: false },
    { name: 'parity', explanation: 'The engines agree.', passed: true },
  ],
};

function write(
  version: string,
  day: number,
  changes: Partial<ModelCard> = {},
  head = tinyHead(),
): ReturnType<typeof writeTinyVersion> {
  const created_at = `2025-01-0${day}T00:00:00.000Z`;
  return writeTinyVersion(models, { version, created_at, ...changes }, head);
}

async function list(): Promise<ReturnType<typeof modelsAnswerSchema.parse>> {
  return modelsAnswerSchema.parse((await application.api.get('/api/models').expect(200)).body);
}

/** Asks for what must be refused, and checks that nothing about the models changes by it. */
async function refused(
  request: ReturnType<StartedApplication['api']['get']>,
  status: number,
  code: string,
): Promise<string> {
  const before = await list();
  const answer = await request.expect(status);
  const error = errorAnswerSchema.parse(answer.body);
  expect(error.code).toBe(code);
  expect(await list()).toEqual(before);
  return error.error;
}

describe('GET /api/models', () => {
  it('lists every version, the broken ones with the reason, and says which is active', async () => {
    await write('third', 3);
    appendFileSync(path.join(models, 'third', 'head.bin'), 'x');
    const { active, models: listed, activations } = await list();
    expect(active).toBe('first');
    expect(listed.map(({ version, status }) => [version, status])).toEqual([
      ['second', 'good'],
      ['first', 'good'],
      ['third', 'broken'],
    ]);
    expect(listed[0]).toMatchObject({ active: false, parent: 'first', origin: 'head' });
    expect(listed[1]).toMatchObject({ active: true, parent: null, origin: 'training' });
    expect(listed[2]).toMatchObject({ reason: expect.stringContaining('head.bin has changed') });
    expect(activations).toMatchObject([{ version: 'first', cause: 'start' }]);
  });
});

describe('GET /api/models/:version', () => {
  it('tells everything about a version, and how its data differs from its parent', async () => {
    const { body } = await application.api.get('/api/models/second').expect(200);
    const model = modelAnswerSchema.parse(body);
    expect(model).toMatchObject({ version: 'second', active: false, class_names: TINY_CLASSES });
    expect(model.difference_to_parent).toEqual({
      parent: 'first',
      same_training_images: true,
      training_images: { before: 0, after: 0 },
      new_classes: [],
      removed_classes: [],
      samples: { Red: { before: 0, after: 12 } },
      samples_total: { before: 0, after: 12 },
    });
    expect(model.files.find(({ name }) => name === 'head.bin')).toEqual({
      name: 'head.bin',
      bytes: 48,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('has no difference where there is no parent', async () => {
    const { body } = await application.api.get('/api/models/first').expect(200);
    expect(modelAnswerSchema.parse(body).difference_to_parent).toBeNull();
  });

  it.each(['gone', '%2e%2e', '..%2f..%2fetc', '.draft', 'A B'])('refuses %s', async (name) => {
    await refused(application.api.get(`/api/models/${name}`), 404, 'MODEL_NOT_FOUND');
  });

  it('says what is wrong with a broken version', async () => {
    appendFileSync(path.join(models, 'second', 'head.bin'), 'x');
    const message = await refused(application.api.get('/api/models/second'), 409, 'MODEL_BROKEN');
    expect(message).toContain('head.bin has changed');
    expect(message).not.toContain(models);
  });
});

describe('promoting', () => {
  it('makes a version the active one, and rollback goes back', async () => {
    const promoted = await application.api.post('/api/models/second/promote').expect(200);
    expect(promotedAnswerSchema.parse(promoted.body)).toMatchObject({
      version: 'second',
      previous_version: 'first',
    });
    expect((await list()).active).toBe('second');
    const back = await application.api.post('/api/models/rollback').expect(200);
    expect(promotedAnswerSchema.parse(back.body)).toMatchObject({
      version: 'first',
      previous_version: 'second',
    });
    expect((await list()).activations.map(({ cause }) => cause)).toEqual([
      'rollback',
      'manual',
      'start',
    ]);
  });

  it('refuses a version that its gate has rejected, unless it is forced', async () => {
    await write('third', 3, { gate: REJECTED });
    const url = '/api/models/third/promote';
    const message = await refused(application.api.post(url), 409, 'MODEL_REJECTED');
    expect(message).toContain('It loses 3.0 points on the old classes.');
    await application.api.post(url).send({ force: true }).expect(200);
    expect((await list()).active).toBe('third');
  });

  it('refuses what is not there, is broken, or makes no sense', async () => {
    await refused(application.api.post('/api/models/gone/promote'), 404, 'MODEL_NOT_FOUND');
    appendFileSync(path.join(models, 'second', 'head.bin'), 'x');
    await refused(application.api.post('/api/models/second/promote'), 409, 'MODEL_BROKEN');
    const first = '/api/models/first/promote';
    await refused(application.api.post(first).send({ force: 'yes' }), 400, 'INVALID_BODY');
    await refused(application.api.post(first).send({ forse: true }), 400, 'INVALID_BODY');
    await refused(application.api.post(first).type('json').send('{'), 400, 'INVALID_JSON');
    await refused(application.api.post('/api/models/rollback'), 409, 'NOTHING_TO_ROLL_BACK');
  });
});

describe('DELETE /api/models/:version', () => {
  it('removes a version and its files', async () => {
    await application.api.delete('/api/models/second').expect(200);
    expect(readdirSync(models)).toEqual(['first']);
    await refused(application.api.get('/api/models/second'), 404, 'MODEL_NOT_FOUND');
    await refused(application.api.delete('/api/models/second'), 404, 'MODEL_NOT_FOUND');
  });

  it('removes a broken version too', async () => {
    rmSync(path.join(models, 'second', 'card.json'));
    await application.api.delete('/api/models/second').expect(200);
    expect(readdirSync(models)).toEqual(['first']);
  });

  it('never removes the active one', async () => {
    await refused(application.api.delete('/api/models/first'), 409, 'MODEL_ACTIVE');
    expect(existsSync(path.join(models, 'first', 'card.json'))).toBe(true);
  });

  it('leaves one version whole when promoting and deleting it meet', async () => {
    const answers = await Promise.all([
      application.api.post('/api/models/second/promote'),
      application.api.delete('/api/models/second'),
    ]);
    const { active, models: listed } = await list();
    const [promoted, deleted] = answers.map(({ status }) => status);
    expect([
      [200, 409],
      [404, 200],
    ]).toContainEqual([promoted, deleted]);
    expect(active).toBe(promoted === 200 ? 'second' : 'first');
    expect(listed.some(({ version }) => version === active)).toBe(true);
  });
});

describe('GET /api/models/:version/download', () => {
  it('sends every file of a version in a zip archive', async () => {
    const answer = await download('second')
      .expect(200)
      .expect('Content-Type', 'application/zip')
      .expect('Content-Disposition', 'attachment; filename="second.zip"');
    const files = await unzipped(answer.body as Buffer);
    const expected = readdirSync(path.join(models, 'second')).map((name) => `second/${name}`);
    expect([...files.keys()].sort()).toEqual(expected.sort());
    const card = JSON.parse(files.get('second/card.json')!.toString()) as ModelCard;
    expect(card.version).toBe('second');
    expect(answer.get('Content-Length')).toBe(String((answer.body as Buffer).length));
  });

  it('packs nothing that its card does not list', async () => {
    const folder = path.join(models, 'second');
    const listed = readdirSync(folder).map((name) => `second/${name}`);
    writeFileSync(path.join(folder, 'notes.txt'), 'private');
    symlinkSync('/etc/passwd', path.join(folder, 'passwd.txt'));
    const { body } = await download('second').expect(200);
    expect([...(await unzipped(body as Buffer)).keys()].sort()).toEqual(listed.sort());
  });

  it('refuses a version that is not there', async () => {
    await refused(application.api.get('/api/models/gone/download'), 404, 'MODEL_NOT_FOUND');
  });
});

function download(version: string): ReturnType<typeof asBytes> {
  return asBytes(application.api.get(`/api/models/${version}/download`));
}

describe('an instance whose active version cannot be opened', () => {
  it('serves another one, says so everywhere, and is not ready until a version is promoted', async () => {
    await application.end();
    appendFileSync(path.join(models, 'first', 'head.bin'), 'x');
    application = await startApplication({ MODEL_DIR: models }, { active: 'first' });
    const { api } = application;
    const message =
      'Model version "first" is broken: head.bin has changed since it was written. It should be ' +
      'in service; second answers here until it can be opened or another version is promoted.';
    const ready = await api.get('/api/health/ready').expect(503);
    expect(readinessAnswerSchema.parse(ready.body)).toEqual({
      ready: false,
      status: 'degraded',
      problems: [{ code: 'MODEL_UNAVAILABLE', message }],
    });
    await api.get('/api/health').expect(200);
    expect((await api.get('/')).text).toContain(message.replaceAll('"', '&#34;'));
    expect((await list()).activations.map(({ version }) => version)).toEqual(['first']);
    await api.post('/api/models/second/promote').expect(200);
    await api.get('/api/health/ready').expect(200);
  });
});

describe('an instance that MODEL_VERSION pins', () => {
  it('shows it, and refuses to promote and to roll back', async () => {
    await application.end();
    application = await startApplication({ MODEL_DIR: models, MODEL_VERSION: 'first' });
    const { api } = application;
    expect(await list()).toMatchObject({ active: 'first', pinned_to: 'first', activations: [] });
    await refused(api.post('/api/models/second/promote'), 409, 'MODEL_PINNED');
    await refused(api.post('/api/models/rollback'), 409, 'MODEL_PINNED');
    for (const page of ['/', '/models']) {
      expect((await api.get(page)).text).toContain('This instance stays with first');
    }
    expect((await api.get('/models')).text).not.toContain('/promote"');
    await api.get('/api/health/ready').expect(200);
  });
});

describe('POST /api/model/evaluate', () => {
  it('judges the active version on the held-out features that it ships', async () => {
    const { body } = await application.api.post('/api/model/evaluate').expect(200);
    const answer = evaluationAnswerSchema.parse(body);
    expect(answer).toMatchObject({
      version: 'first',
      on: 'held_out',
      images: 30,
      accuracy: 1,
      unknown_labels: {},
      classes_without_images: [],
    });
    expect(Object.keys(answer.roc_curves)).toEqual(TINY_CLASSES);
    expect(Object.keys(answer.classification_report)).toEqual([
      ...TINY_CLASSES,
      'accuracy',
      'macro avg',
      'weighted avg',
    ]);
    expect(Date.now() - Date.parse(answer.evaluation_timestamp)).toBeLessThan(60_000);
  });

  it('refuses what it cannot do, and says why', async () => {
    const evaluate = (body: object): ReturnType<StartedApplication['api']['post']> =>
      application.api.post('/api/model/evaluate').send(body);
    await refused(evaluate({ version: 'gone' }), 404, 'MODEL_NOT_FOUND');
    await refused(evaluate({ on: 'everything' }), 400, 'INVALID_BODY');
    await refused(evaluate({ on: 'samples' }), 409, 'EVALUATION_DATA_MISSING');
    appendFileSync(path.join(models, 'second', 'head.bin'), 'x');
    await refused(evaluate({ version: 'second' }), 409, 'MODEL_BROKEN');
  });

  it('needs the test images on disk to judge by them', async () => {
    await application.end();
    application = await startApplication(
      { MODEL_DIR: models, DATA_DIR: path.join(models, 'none') },
      { active: 'first' },
    );
    const message = await refused(
      application.api.post('/api/model/evaluate').send({ on: 'test' }),
      409,
      'EVALUATION_DATA_MISSING',
    );
    expect(message).toContain('npm run data:download');
  });

  it('keeps a version from being deleted for as long as it is judged', async () => {
    const judged = application.api.post('/api/model/evaluate').send({ version: 'second' });
    const answer = judged.then((response) => response);
    await childProcess('evaluation.process');
    await refused(application.api.delete('/api/models/second'), 409, 'MODEL_IN_USE');
    const { status, body } = await answer;
    expect(status).toBe(200);
    expect(evaluationAnswerSchema.parse(body).version).toBe('second');
    await application.api.delete('/api/models/second').expect(200);
    await refused(
      application.api.post('/api/model/evaluate').send({ version: 'second' }),
      404,
      'MODEL_NOT_FOUND',
    );
  });

  it('is limited to a few an hour', async () => {
    await application.end();
    application = await startApplication({
      MODEL_DIR: models,
      MODEL_VERSION: 'first',
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_EVALUATE_PER_HOUR: '1',
    });
    await application.api.post('/api/model/evaluate').send({ version: 'gone' }).expect(404);
    await refused(application.api.post('/api/model/evaluate'), 429, 'RATE_LIMITED');
  });
});

describe('GET /api/models/compare', () => {
  const confused = { ...tinyHead(), weights: Float32Array.of(0, 0.01, 0, 0.01, 0, 0, 0, 0, 0.01) };

  it('shows two versions side by side, with a test on the same images', async () => {
    await write('third', 3, {}, confused);
    const { body } = await application.api.get('/api/models/compare?a=first&b=third').expect(200);
    const answer = comparisonAnswerSchema.parse(body);
    expect(answer.a).toMatchObject({ version: 'first', active: true });
    expect(answer.a.metrics.accuracy).toBe(1);
    expect(answer.b.metrics.accuracy).toBeCloseTo(1 / 3, 9);
    expect(answer.per_class.Blue).toMatchObject({ a: { recall: 1 }, b: { recall: 1 } });
    expect(answer.per_class.Red?.f1_difference).toBe(-1);
    expect(answer.mcnemar).toMatchObject({ only_a_right: 20, only_b_right: 0, significant: true });
    const chart = await application.api.get(answer.urls.chart).expect(200);
    expect(chart.get('Content-Type')).toBe('image/svg+xml; charset=utf-8');
    expect(String(chart.body)).toContain('On the same 30 images');
  });

  it('refuses versions that are not there, and questions that are none', async () => {
    const get = (query: string): ReturnType<StartedApplication['api']['get']> =>
      application.api.get(`/api/models/compare${query}`);
    await refused(get('?a=first&b=gone'), 404, 'MODEL_NOT_FOUND');
    await refused(get('?a=first'), 400, 'INVALID_QUERY');
    await refused(get('?a=first&b=second&on=all'), 400, 'INVALID_QUERY');
  });
});

describe('GET /api/visualizations', () => {
  beforeEach(async () => {
    const evaluation: Partial<ReturnType<typeof madeEvaluation>> = madeEvaluation(TINY_CLASSES);
    delete evaluation.classification_report;
    const { training } = tinyCard();
    await write('drawn', 4, {
      metrics: {
        test: evaluation as ModelCard['metrics']['test'],
        validation: null,
        samples: null,
      },
      training: {
        ...training,
        history: [{ epoch: 1, loss: 1, accuracy: 0.5, val_accuracy: 0.4, seconds: 1 }],
      },
    });
  });

  it('lists the charts of a version, each an SVG that cannot load or run anything', async () => {
    const { body } = await application.api.get('/api/visualizations?version=drawn').expect(200);
    const { visualizations } = visualizationsAnswerSchema.parse(body);
    expect(visualizations.map(({ filename }) => filename)).toEqual([
      'confusion_matrix.svg',
      'roc_curves.svg',
      'reliability_diagram.svg',
      'training_curves.svg',
      'class_distribution.svg',
    ]);
    for (const { url } of visualizations) {
      const answer = await application.api.get(url).expect(200);
      expect(answer.get('Content-Type')).toBe('image/svg+xml; charset=utf-8');
      expect(answer.get('X-Content-Type-Options')).toBe('nosniff');
      expect(answer.get('Content-Security-Policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-/,
      );
      expect((answer.body as Buffer).toString()).toMatch(/^<svg /);
      const etag = answer.get('ETag')!;
      await application.api.get(url).set('If-None-Match', etag).expect(304);
    }
  });

  it('shows the active version by default, and only what there are figures for', async () => {
    const { body } = await application.api.get('/api/visualizations').expect(200);
    expect(visualizationsAnswerSchema.parse(body)).toMatchObject({
      version: 'first',
      visualizations: [{ filename: 'class_distribution.svg' }],
    });
    await refused(
      application.api.get('/api/visualizations/roc_curves.svg'),
      404,
      'VISUALIZATION_NOT_FOUND',
    );
  });

  it('refuses versions that are not there, and parameters that are none', async () => {
    const get = (url: string): ReturnType<StartedApplication['api']['get']> =>
      application.api.get(`/api/visualizations${url}`);
    await refused(get('?version=gone'), 404, 'MODEL_NOT_FOUND');
    await refused(get('/roc_curves.svg?version=..'), 404, 'MODEL_NOT_FOUND');
    await refused(get('?model=first'), 400, 'INVALID_QUERY');
  });
});
