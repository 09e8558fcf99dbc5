import fc from 'fast-check';
import { LabelError, parseLabel } from '../../src/dataset/samples/label';
import {
  jobDetailAnswerSchema,
  retrainAnswerSchema,
} from '../../src/http/api/training/jobs-schema';
import { colourPng } from '../support/colour-png';
import { startLabelledService, type LabelledService } from '../support/labelled-service';

/** Names that a plain object has or loses, numbers, long ones, scripts, and what shells and tables read. */
const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  '0',
  '7',
  '-1',
  '1e3',
  'con',
  '~root',
  '=1+1',
  'a;=1+1',
  '<b onclick=alert(1)>',
  "'; drop table samples; --",
  'null',
  '%41',
  '{name}',
  'x'.repeat(64),
  '🦊'.repeat(64),
  'گل\u200cها',
  '👩\u200d🌾',
  'Füchse',
  'ends.',
];
/** As few as a class must have for one of them to be held out. */
const IMAGES_OF_EACH = 10;

type Colour = [number, number, number];

/** The colour of a picture; no two have the same. */
const colourOf = (i: number): Colour => [i % 256, (i * 7) % 256, 40 * Math.floor(i / 256)];

let service: LabelledService;
let another: LabelledService;
beforeEach(async () => {
  [service, another] = await Promise.all([startLabelledService(), startLabelledService()]);
});
afterEach(() => Promise.all([service.end(), another.end()]));

function isNewLabel(text: string): boolean {
  try {
    return parseLabel(text).key.length > 0;
  } catch (error) {
    if (error instanceof LabelError) return false;
    throw error;
  }
}

async function retrained(): Promise<string> {
  const { body } = await service.api.post('/api/retrain').send({}).expect(202);
  const id = retrainAnswerSchema.parse(body).job_id;
  for (;;) {
    const answer = await service.api.get(`/api/jobs/${id}`).expect(200);
    const job = jobDetailAnswerSchema.parse(answer.body);
    if (['succeeded', 'rejected'].includes(job.state)) return job.model_version!;
    if (['failed', 'cancelled'].includes(job.state)) throw new Error(job.error ?? job.state);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A class at a time: a form has fewer files than all of them. */
async function uploadAll(labels: readonly string[]): Promise<void> {
  for (const [i, label] of labels.entries()) {
    const files = Array.from({ length: IMAGES_OF_EACH }, (_, at) => ({
      name: `${i}-${at}.png`,
      content: colourPng(colourOf(i * IMAGES_OF_EACH + at)),
    }));
    const answer = await service.save(files, [label]);
    expect(answer.errors).toEqual([]);
    expect(answer.files_saved).toBe(IMAGES_OF_EACH);
  }
}

async function livesThrough(labels: readonly string[]): Promise<void> {
  const { api } = service;
  await uploadAll(labels);
  const version = await retrained();

  const { body: model } = await api.get(`/api/models/${version}`).expect(200);
  const card = model as {
    class_names: string[];
    retraining: { samples: object; held_out_samples: object };
    difference_to_parent: { samples: object };
    metrics: { samples: { auc_per_class: object } };
  };
  for (const label of labels) {
    expect(card.class_names).toContain(label);
    expect(valueOf(card.retraining.samples, label)).toBe(IMAGES_OF_EACH - 1);
    expect(valueOf(card.retraining.held_out_samples, label)).toBe(1);
    expect(valueOf(card.difference_to_parent.samples, label)).toEqual({
      before: 0,
      after: IMAGES_OF_EACH - 1,
    });
  }
  const { body: evaluated } = await api
    .post('/api/model/evaluate')
    .send({ version, on: 'samples' })
    .expect(200);
  const { classification_report: report } = evaluated as { classification_report: object };
  for (const label of labels) expect(valueOf(report, label)).toMatchObject({ support: 1 });
  const { body: parent } = await api
    .post('/api/model/evaluate')
    .send({ version: 'tiny', on: 'samples' })
    .expect(200);
  const { unknown_labels: unknown } = parent as { unknown_labels: object };
  for (const label of labels) expect(valueOf(unknown, label)).toBe(1);

  const { body: predicted } = await api
    .post('/api/predict')
    .attach('file', colourPng(colourOf(0)), 'a.png')
    .expect(200);
  const { all_probabilities: probabilities } = predicted as { all_probabilities: object };
  for (const label of labels) expect(valueOf(probabilities, label)).toEqual(expect.any(Number));
  await everyPage(version, labels);
  await comesBack(labels);
}

async function everyPage(version: string, labels: readonly string[]): Promise<void> {
  const { api } = service;
  const { body } = await api.get(`/api/visualizations?version=${version}`).expect(200);
  const { visualizations } = body as { visualizations: { url: string }[] };
  const compared = `a=tiny&b=${version}`;
  const paths = [
    ...['/', '/predict', '/data', '/history', '/models', '/train', '/system', '/data/classes.svg'],
    `/models/${version}`,
    `/models/compare?${compared}`,
    `/api/models/compare?${compared}`,
    `/api/models/compare.svg?${compared}`,
    ...['/api/statistics', '/api/dataset', '/api/labels', '/api/overview', '/api/predictions'],
    ...['json', 'csv'].map((format) => `/api/predictions/export?format=${format}`),
    ...visualizations.map(({ url }) => url),
    ...labels.map((label) => `/data?label=${encodeURIComponent(label)}`),
  ];
  for (const path of paths) {
    const { status } = await api.get(path);
    expect([path, status]).toEqual([path, 200]);
  }
  for (const label of labels) {
    const query = `?label=${encodeURIComponent(label)}`;
    expect([label, (await service.samples(query)).length]).toEqual([label, IMAGES_OF_EACH]);
  }
}

/** Exported, and uploaded to a service that has never seen these labels. */
async function comesBack(labels: readonly string[]): Promise<void> {
  const { body: zip } = await service.api
    .get('/api/dataset/export')
    .responseType('blob')
    .expect(200);
  const again = await another.save([{ name: 'dataset.zip', content: zip as Buffer }], []);
  expect(again.errors).toEqual([]);
  for (const label of labels) {
    const query = `?limit=200&label=${encodeURIComponent(label)}`;
    const idsOf = async (of: LabelledService): Promise<string[]> =>
      (await of.samples(query)).map(({ id }) => id).sort();
    expect(await idsOf(another)).toEqual(await idsOf(service));
  }
}

function valueOf(object: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value as unknown;
}

it('every label that is taken lives through upload, training, card, pages, evaluation and export', async () => {
  const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }).filter(isNewLabel);
  const labels = fc
    .array(label, { minLength: 20, maxLength: 20 })
    .map((drawn) => [...HOSTILE, ...drawn].map((text) => parseLabel(text)))
    .map((parsed) => [...new Map(parsed.map(({ key, name }) => [key, name])).values()]);
  await fc.assert(fc.asyncProperty(labels, livesThrough), {
    numRuns: 1,
    seed: 13,
    endOnFailure: true,
  });
}, 180_000);
