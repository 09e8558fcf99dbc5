import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addBackbone } from '../../src/backbones/add';
import { backbonesFolder } from '../../src/backbones/backbone';
import { MAX_CLASSES } from '../../src/config/class-limit';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  jobDetailAnswerSchema,
  type JobDetailAnswer,
} from '../../src/http/api/training/jobs-schema';
import { openVersion } from '../../src/registry/open-version';
import type { ModelVersion } from '../../src/registry/version';
import { sampleFile, samplesFolder } from '../../src/dataset/samples/sample-files';
import { colourPng } from '../support/colour-png';
import {
  refusalOf,
  startLabelledService,
  type LabelledService,
  type UploadFile,
} from '../support/labelled-service';
import { writeTinyVersion } from '../support/tiny-version';
import { convolutional, SIDE } from '../unit/backbones/networks';

// People's own classes on a network from elsewhere: from uploads over HTTP to the version that answers.

let folder: string;
let models: string;
let service: LabelledService;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'photographs-'));
  models = path.join(folder, 'models');
  await writeTinyVersion(models);
  const network = path.join(folder, 'network.onnx');
  writeFileSync(network, convolutional());
  await addBackbone(network, { name: 'photos' }, { dir: backbonesFolder(models) });
  service = await startLabelledService({ MODEL_DIR: models });
});
afterEach(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

type Colour = readonly [red: number, green: number, blue: number];
const COLOURS: ReadonlyMap<string, (i: number) => Colour> = new Map([
  ['ant', (i: number): Colour => [240 - i, 20 + i, 10]],
  ['bee', (i: number): Colour => [10, 30 + i, 250 - i]],
  ['wasp', (i: number): Colour => [10 + i, 250 - i, 20]],
]);

function picturesOf(label: string, count: number, from = 0): UploadFile[] {
  const colour = COLOURS.get(label)!;
  return Array.from({ length: count }, (_, i) => ({
    name: `${label}-${from + i}.png`,
    content: colourPng([...colour(from + i)]),
  }));
}

async function teach(counts: Readonly<Record<string, number>>, from = 0): Promise<void> {
  for (const [label, count] of Object.entries(counts)) {
    await service.save(picturesOf(label, count, from), [label]);
  }
}

async function retrain(body: object): Promise<JobDetailAnswer> {
  const { body: answer } = await service.api.post('/api/retrain').send(body).expect(202);
  const { job_id: id } = answer as { job_id: string };
  for (;;) {
    const job = jobDetailAnswerSchema.parse(
      (await service.api.get(`/api/jobs/${id}`).expect(200)).body,
    );
    if (['succeeded', 'rejected'].includes(job.state)) return job;
    if (['failed', 'cancelled'].includes(job.state)) throw new Error(job.error ?? job.state);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function versionOf(job: JobDetailAnswer): Promise<ModelVersion> {
  return openVersion(path.join(models, job.model_version!));
}

const OWN = { classes: 'own', backbone: 'photos' } as const;

describe('only the classes that people gave', () => {
  it('are learned from their pictures, on a network that sees more, and answer at once', async () => {
    await teach({ ant: 12, bee: 12 });
    const job = await retrain(OWN);
    expect(job).toMatchObject({ state: 'succeeded', settings: OWN, accuracy: 1 });
    expect(job.gate!.rules.map(({ explanation }) => explanation).join(' ')).toMatch(
      /24 of 24 pictures are recognised without having been learned from: 100%/,
    );
    const { card, head } = await versionOf(job);
    expect(card).toMatchObject({
      class_names: ['ant', 'bee'],
      input: { width: SIDE, height: SIDE },
      backbone: { name: 'photos', location: 'network.onnx' },
      retraining: { classes: 'own', samples: { ant: 11, bee: 11 } },
      metrics: { validation: null, own: { accuracy: { right: 24, pictures: 24 } } },
    });
    expect(head.features).toBe(5);
    const [file] = picturesOf('bee', 1, 5);
    const answer = await service.predict(file!.content);
    expect(answer).toMatchObject({ predicted_class: 'bee', uncertain: false });
    expect(Object.keys(answer.all_probabilities)).toEqual(['ant', 'bee']);
  });

  it('are all learned from below ten pictures, and judged one by one', async () => {
    await teach({ ant: 3, bee: 2 });
    const { card } = await versionOf(await retrain(OWN));
    expect(card.retraining).toMatchObject({ samples: { ant: 3, bee: 2 }, held_out_samples: {} });
    expect(card.metrics.own).toMatchObject({ judged_by: 'leave_one_out', not_judged: 0 });
    expect(card.gate!.rules.find(({ name }) => name === 'each class')!.explanation).toContain(
      'Fewer than ten pictures, so that little is known yet: ant, bee.',
    );
  });

  it('go on with the version in service unless something else is asked for', async () => {
    await teach({ ant: 3, bee: 3 });
    await retrain(OWN);
    await teach({ wasp: 3 });
    const { card } = await versionOf(await retrain({}));
    expect(card).toMatchObject({
      class_names: ['ant', 'bee', 'wasp'],
      backbone: { name: 'photos' },
    });
  });

  it('can be some of them, by name, however they are written', async () => {
    await teach({ ant: 3, bee: 3, wasp: 3 });
    const { card } = await versionOf(await retrain({ ...OWN, classes: ['WASP', 'ant'] }));
    expect(card.class_names).toEqual(['ant', 'wasp']);
    expect(card.retraining!.classes).toEqual(['WASP', 'ant']);
  });

  it('can be put on the built-in network, and make way for all classes again', async () => {
    await teach({ ant: 3, bee: 3 });
    const own = await versionOf(await retrain({ classes: 'own' }));
    expect(own.card).toMatchObject({ class_names: ['ant', 'bee'], backbone: { name: 'cifar10' } });
    const all = await versionOf(await retrain({ backbone: 'cifar10', classes: 'all' }));
    expect(all.card).toMatchObject({ backbone: null, parent: 'tiny' });
    expect(all.card.class_names).toEqual(expect.arrayContaining(['ant', 'bee']));
    expect(all.card.class_names.length).toBeGreaterThan(2);
  });

  it('leave no trace of a picture that was taken back', async () => {
    await teach({ ant: 4, bee: 4 });
    const before = await versionOf(await retrain(OWN));
    await teach({ ant: 1 }, 30);
    const between = await versionOf(await retrain(OWN));
    const [added] = await service.samples('?limit=1');
    await service.api.delete(`/api/dataset/samples/${added!.id}`).expect(200);
    const after = await versionOf(await retrain(OWN));
    expect(between.card.files['head.bin']).not.toBe(before.card.files['head.bin']);
    expect(after.card.files['head.bin']).toBe(before.card.files['head.bin']);
    expect(after.card.files['neighbours.safetensors']).toBe(
      before.card.files['neighbours.safetensors'],
    );
  });

  it('do without a picture whose file is gone, and say so', async () => {
    await teach({ ant: 4, bee: 4 });
    const [{ id } = { id: '' }] = await service.samples('?limit=1');
    rmSync(sampleFile(samplesFolder(service.persistence), id, 'png'));
    const job = await retrain(OWN);
    expect(job.log_tail.map(({ line }) => line).join(' ')).toContain('It is left out.');
    expect((await versionOf(job)).card.training.images).toBe(7);
  });

  it('answer beside the built-in ones without an error while versions change', async () => {
    await teach({ ant: 3, bee: 3 });
    const { model_version: own } = await retrain(OWN);
    const [file] = picturesOf('ant', 1);
    let isOver = false;
    const load = Array.from({ length: 4 }, async () => {
      const versions = new Map<string, readonly string[]>();
      while (!isOver) {
        const answer = await service.predict(file!.content);
        versions.set(answer.model_version, Object.keys(answer.all_probabilities));
      }
      return versions;
    });
    for (const name of ['tiny', own, 'tiny', own, 'tiny']) {
      await service.api.post(`/api/models/${name}/promote`).expect(200);
    }
    isOver = true;
    for (const versions of await Promise.all(load)) {
      expect(versions.get(own!) ?? ['ant', 'bee']).toEqual(['ant', 'bee']);
      expect(versions.get('tiny') ?? []).not.toContain('ant');
    }
  });
});

describe('a request for classes or a network that cannot be had', () => {
  it.each([
    ['one class', { classes: ['ant'] }, 'INVALID_BODY'],
    ['the same class twice', { classes: ['ant', 'Ant'] }, 'NOTHING_TO_LEARN'],
    ['a class without pictures', { classes: ['ant', 'hornet'] }, 'NOTHING_TO_LEARN'],
    ['another word', { classes: 'mine' }, 'INVALID_BODY'],
    ['a network that is not there', { backbone: 'nowhere' }, 'BACKBONE_NOT_FOUND'],
    ['a path for a network', { backbone: '../tiny' }, 'BACKBONE_NOT_FOUND'],
    [
      'all classes of a network without any',
      { backbone: 'photos', classes: 'all' },
      'NOTHING_TO_LEARN',
    ],
    ['a network for every layer', { mode: 'full', backbone: 'photos' }, 'INVALID_BODY'],
  ])('is refused: %s', async (_, body, code) => {
    await teach({ ant: 2, bee: 2 });
    expect(await refusalOf(service.api.post('/api/retrain').send(body))).toBe(code);
  });

  it('is told which networks there are, and how others are added', async () => {
    await teach({ ant: 2, bee: 2 });
    const { body } = await service.api.post('/api/retrain').send({ backbone: 'mobilenetv2' });
    expect(errorAnswerSchema.parse(body).error).toMatch(
      /no backbone "mobilenetv2"; there are .*photos\. Add it .*backbone:add -- mobilenetv2\./,
    );
  });

  it('is told how many classes there can be', async () => {
    await teach({ ant: 2, bee: 2 });
    const classes = Array.from({ length: MAX_CLASSES + 1 }, (_, i) => `class ${i}`);
    const { body } = await service.api.post('/api/retrain').send({ classes });
    expect(errorAnswerSchema.parse(body)).toMatchObject({
      code: 'INVALID_BODY',
      error: expect.stringContaining(`2 to ${MAX_CLASSES} class names`),
    });
  });

  it('is refused while all pictures are of one class', async () => {
    await teach({ ant: 2 });
    const answer = service.api.post('/api/retrain').send({ classes: 'own' });
    expect(await refusalOf(answer)).toBe('NOTHING_TO_LEARN');
  });
});
