import { rmSync } from 'node:fs';
import path from 'node:path';
import { CIFAR10_INPUT } from '../../src/config/cifar10';
import {
  jobDetailAnswerSchema,
  retrainAnswerSchema,
} from '../../src/http/api/training/jobs-schema';
import {
  comparisonAnswerSchema,
  modelAnswerSchema,
  modelsAnswerSchema,
} from '../../src/http/api/models/models-schema';
import { evaluationAnswerSchema } from '../../src/http/api/models/model-evaluate-schema';
import { overviewAnswerSchema } from '../../src/http/api/operation/overview-schema';
import { visualizationsAnswerSchema } from '../../src/http/api/models/visualizations-schema';
import { colourPng } from '../support/colour-png';
import { startLabelledService, type LabelledService } from '../support/labelled-service';
import { writeBackboneVersion } from '../support/tiny-backbone-version';

/** What the service says of a version's user's pictures, asked over HTTP of the real application. */

let service: LabelledService;
let version: string;
beforeAll(async () => {
  service = await startLabelledService();
  await uploadPictures();
  version = await retrain({ classes: 'own' });
});
afterAll(async () => service.end());

/** Pictures that are called blue, and are as red as those that are called red. */
const LIES: readonly [number, number, number][] = [
  [248, 20, 3],
  [243, 20, 6],
  [235, 20, 16],
];

/** Twenty blue and twenty red pictures of other names than the network's classes; three lie. */
async function uploadPictures(): Promise<void> {
  const files = (from: number, colourOf: (i: number) => [number, number, number]) =>
    Array.from({ length: 20 }, (_, i) => ({
      name: `${from + i}.png`,
      content: colourPng(colourOf(i)),
    }));
  await service.save(
    files(0, (i) => LIES[i] ?? [i, 20, 250 - i]),
    ['Sky'],
  );
  await service.save(
    files(50, (i) => [250 - i, 20, i]),
    ['Brick'],
  );
}

async function retrain(body: object): Promise<string> {
  const { body: answer } = await service.api.post('/api/retrain').send(body).expect(202);
  const id = retrainAnswerSchema.parse(answer).job_id;
  for (;;) {
    const job = await jobOf(id);
    if (['succeeded', 'rejected'].includes(job.state)) return job.model_version!;
    if (['failed', 'cancelled'].includes(job.state)) throw new Error(job.error ?? job.state);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function jobOf(id: string): Promise<ReturnType<typeof jobDetailAnswerSchema.parse>> {
  return jobDetailAnswerSchema.parse((await service.api.get(`/api/jobs/${id}`).expect(200)).body);
}

async function pageAt(address: string): Promise<string> {
  return (await service.api.get(address).expect(200)).text;
}

describe('a version made from pictures alone', () => {
  it('is told of by the API, with what it does on them', async () => {
    const { body } = await service.api.get(`/api/models/${version}`).expect(200);
    const { metrics, class_names, retraining } = modelAnswerSchema.parse(body);
    expect(class_names).toEqual(['Brick', 'Sky']);
    expect(metrics.validation).toBeNull();
    expect(metrics.own).toMatchObject({
      judged_by: 'leave_one_out',
      accuracy: { right: 37, pictures: 40 },
    });
    const job = await jobOf(retraining!.job!);
    expect(job.own).toEqual(metrics.own);
    expect(job.accuracy).toBe(37 / 40);
    const listed = modelsAnswerSchema.parse((await service.api.get('/api/models')).body).models;
    expect(listed.find((one) => one.version === version)).toMatchObject({
      metrics: { own: { accuracy: { right: 37 } }, held_out: null },
    });
    const overview = overviewAnswerSchema.parse((await service.api.get('/api/overview')).body);
    expect(overview.own?.accuracy).toEqual(metrics.own!.accuracy);
  });

  it('has them first on every page, and nothing on CIFAR-10', async () => {
    const { body } = await service.api.get(`/api/models/${version}`).expect(200);
    const { job } = modelAnswerSchema.parse(body).retraining!;
    for (const page of [`/models/${version}`, `/train/${job!}`]) {
      const html = await pageAt(page);
      // A figure that is said twice makes a reader look for the difference.
      expect(html.split('92.5% right')).toHaveLength(2);
      expect(html).toContain('37 of 40 labelled pictures of yours.');
      expect(html).toContain('learning_curve.svg');
      expect(html).toContain('?actual=Sky&amp;called=Brick#own-matrix');
      expect(html).not.toContain('CIFAR-10</h2>');
    }
    for (const page of ['/', '/models', '/predict']) {
      expect(await pageAt(page)).toMatch(/92\.5% of 40 own pictures right \(likely \d+% to \d+%\)/);
    }
    expect(await pageAt('/train')).toContain('92.5% of 40 of yours');
  });

  it('shows the pictures behind a cell of the matrix', async () => {
    const html = await pageAt(`/models/${version}?actual=Sky&called=Brick`);
    const thumbnails = [
      ...html.matchAll(/src="(\/api\/dataset\/samples\/[0-9a-f]{64}\/thumbnail)"/g),
    ];
    expect(thumbnails).toHaveLength(3);
    for (const [, address] of thumbnails) await service.api.get(address!).expect(200);
    expect(html).toMatch(/alt="[012]\.png: Sky taken for Brick"/);
  });

  it('has charts for what is known of it only', async () => {
    const { body } = await service.api.get(`/api/visualizations?version=${version}`).expect(200);
    const { visualizations } = visualizationsAnswerSchema.parse(body);
    expect(visualizations.map(({ filename }) => filename)).toEqual([
      'learning_curve.svg',
      'own_confusion_matrix.svg',
      'class_distribution.svg',
    ]);
    for (const { url } of visualizations) await service.api.get(url).expect(200);
  });

  it('is compared with one of other classes on labelled pictures, which that one cannot know', async () => {
    const address = `/api/models/compare?a=${version}&b=tiny`;
    const answer = comparisonAnswerSchema.parse((await service.api.get(address).expect(200)).body);
    expect(answer.on).toBe('samples');
    const { a, b } = answer;
    expect(a.metrics.accuracy).toBeGreaterThan(0.5);
    expect(b.metrics).toMatchObject({ accuracy: 0, accuracy_interval: { low: 0 } });
    expect(a.metrics.images).toBe(b.metrics.images);
    expect(a.unknown_labels).toEqual({});
    expect(Object.keys(b.unknown_labels).sort()).toEqual(['Brick', 'Sky']);
    expect(a.own?.accuracy.right).toBe(37);
    expect(b.own).toBeNull();
    expect(Object.keys(answer.per_class)).toEqual(
      expect.arrayContaining(['Brick', 'Sky', 'Red', 'Green', 'Blue']),
    );
    expect(answer.mcnemar).toMatchObject({ images: a.metrics.images, only_b_right: 0 });
    await service.api.get(answer.urls.chart).expect(200);
    const html = await pageAt(`/models/compare?a=${version}&b=tiny`);
    expect(html).toContain('tiny has no class for');
    expect(html).toContain('Compared on labelled samples kept out of training');
    expect(html).toMatch(/<option value="samples" selected/);
    // A row about a class without a picture would be empty.
    const rows = [...html.matchAll(/<th scope="row">([^<]*)<\/th>/g)].map(([, name]) => name);
    expect(rows).toEqual(expect.arrayContaining(['Brick', 'Sky']));
    expect(rows).not.toContain('Green');
  });

  it('leaves no class of CIFAR-10 where none is known and none has a picture', async () => {
    expect((await service.dataset()).classes.map(({ label }) => label)).toEqual(['Brick', 'Sky']);
    const { body } = await service.api.get('/api/labels').expect(200);
    expect(body).toEqual({ labels: ['Brick', 'Sky'] });
    for (const page of ['/data', '/history', '/predict']) {
      expect(await pageAt(page)).not.toMatch(/Airplane|Automobile|Frog/);
    }
  });

  it('is not judged on images of its data set, and says on what it can be', async () => {
    const { body } = await service.api
      .post('/api/model/evaluate')
      .send({ version, on: 'held_out' })
      .expect(409);
    expect((body as { error: string }).error).toContain('Judge it on these.');
  });
});

describe('a version on a photo backbone', () => {
  it('is judged on originals decoded for its own input, and rendered everywhere', async () => {
    const models = path.join(service.persistence, '..', 'models');
    const made = await writeBackboneVersion(models, { class_names: ['Sky', 'Brick'] });
    expect(made.card.input.width).not.toBe(CIFAR10_INPUT.width);
    const { body } = await service.api
      .post('/api/model/evaluate')
      .send({ version: 'photos', on: 'samples' })
      .expect(200);
    expect(evaluationAnswerSchema.parse(body).accuracy).toBeGreaterThan(0.5);
    expect(await pageAt('/models/photos')).toContain('86.7% right');
    const compared = await service.api.get(`/api/models/compare?a=photos&b=${version}`).expect(200);
    expect(comparisonAnswerSchema.parse(compared.body).mcnemar).not.toBeNull();
    rmSync(made.folder, { recursive: true });
  });
});

describe('a version of the network whose classes were added to', () => {
  it('is judged on the pictures kept out, and its data set comes after', async () => {
    const taught = await retrain({ classes: 'all', backbone: 'cifar10' });
    const { body } = await service.api.get(`/api/models/${taught}`).expect(200);
    const { metrics, gate } = modelAnswerSchema.parse(body);
    expect(metrics.own).toMatchObject({ judged_by: 'held_out', learning_curve: [] });
    expect(metrics.own!.accuracy.pictures).toBe(metrics.samples!.images);
    expect(gate!.rules.map(({ name }) => name)).toContain('each class');
    const html = await pageAt(`/models/${taught}`);
    const [own, others] = [html.indexOf('On your own pictures'), html.indexOf('its data set')];
    expect(own).toBeGreaterThan(0);
    expect(others).toBeGreaterThan(own);
  });
});

describe('an uploaded test set', () => {
  it('judges a version, and is no part of what it learned from', async () => {
    const evaluate = () =>
      service.api.post('/api/model/evaluate').send({ version, on: 'test_set' });
    await evaluate().expect(409);
    await service.api
      .post('/api/upload/training-data')
      .field('labels', 'Sky')
      .field('use', 'test')
      .attach('files', colourPng([0, 60, 200]), 'test.png')
      .expect(200);
    const { body } = await evaluate().expect(200);
    expect(evaluationAnswerSchema.parse(body)).toMatchObject({ images: 1, accuracy: 1 });
  });
});
