import { existsSync, rmSync } from 'node:fs';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { uuidv7 } from 'uuidv7';
import { CIFAR10_INPUT } from '../../src/config/cifar10';
import { readLabelledSamples } from '../../src/dataset/samples/read-labelled-samples';
import { sampleId } from '../../src/dataset/samples/sample-id';
import { samplePixels, samplesWithPixels } from '../../src/dataset/samples/sample-pixels';
import {
  feedbackAnswerSchema,
  type FeedbackAnswer,
} from '../../src/http/api/predictions/feedback-schema';
import {
  historyAnswerSchema,
  historyEntrySchema,
  type HistoryAnswer,
  type HistoryEntryAnswer,
} from '../../src/http/api/predictions/history-schema';
import { sampleDetailSchema } from '../../src/http/api/labelling/samples-schema';
import { openHistoryDatabase } from '../../src/store/open-history-database';
import { sampleStore } from '../../src/store/samples/sample-store';
import { colourPng } from '../support/colour-png';
import { jpeg } from '../support/images';
import {
  refusalOf,
  startLabelledService,
  withRequests,
  type LabelledService,
} from '../support/labelled-service';
import { newSample } from '../support/new-sample';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const red = colourPng([250, 0, 0]);
let time = Date.parse('2026-05-01T00:00:00Z');
const clock = { now: () => new Date((time += 1000)) };

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService({}, clock)));
afterEach(() => service.end());

async function say(id: string, body: object): Promise<FeedbackAnswer> {
  return feedbackAnswerSchema.parse((await service.say(id, body).expect(200)).body);
}

async function history(query = ''): Promise<HistoryAnswer> {
  const { body } = await service.api.get(`/api/predictions${query}`).expect(200);
  return historyAnswerSchema.parse(body);
}

async function entry(id: string): Promise<HistoryEntryAnswer> {
  const { body } = await service.api.get(`/api/predictions/${id}`).expect(200);
  return historyEntrySchema.parse(body);
}

const idsOf = ({ predictions }: HistoryAnswer): string[] => predictions.map(({ id }) => id);

describe('POST /api/predictions/:id/feedback', () => {
  it('makes a sample of a prediction that is right', async () => {
    const prediction = await service.predict(red, 'mine.png');
    const answer = await say(prediction.id, { correct: true });
    expect(answer).toMatchObject({
      prediction_id: prediction.id,
      predicted_class: 'Red',
      feedback: { verdict: 'correct', label: 'Red' },
      sample: { outcome: 'new', previous_label: null },
    });
    expect(await service.samples()).toEqual([
      expect.objectContaining({
        id: answer.sample.id,
        label: 'Red',
        source: 'feedback',
        prediction_id: prediction.id,
        file_name: 'mine.png',
        format: 'png',
      }),
    ]);
    expect((await entry(prediction.id)).feedback).toEqual(answer.feedback);
  });

  it('makes a sample with the right class of a prediction that is wrong', async () => {
    const { id } = await service.predict(red);
    const answer = await say(id, { label: ' tomato ' });
    expect(answer.feedback).toMatchObject({ verdict: 'wrong', label: 'tomato' });
    expect((await service.dataset()).feedback).toEqual({
      predictions: 1,
      correct: 0,
      accuracy: 0,
    });
  });

  it('knows that the predicted class, named, is right', async () => {
    const { id } = await service.predict(red);
    expect((await say(id, { label: 'RED' })).feedback).toMatchObject({
      verdict: 'correct',
      label: 'Red',
    });
  });

  it('changes nothing when it is said again', async () => {
    const { id } = await service.predict(red);
    const first = await say(id, { label: 'tomato' });
    const again = await say(id, { label: 'Tomato' });
    expect(again).toEqual({ ...first, sample: { ...first.sample, outcome: 'unchanged' } });
    const { body } = await service.api.get(`/api/dataset/samples/${first.sample.id}`);
    expect(sampleDetailSchema.parse(body).history).toHaveLength(1);
  });

  it('can be changed, and the sample keeps the history', async () => {
    const { id } = await service.predict(red);
    const { sample } = await say(id, { label: 'tomato' });
    const changed = await say(id, { correct: true });
    expect(changed).toMatchObject({
      feedback: { verdict: 'correct', label: 'Red' },
      sample: { outcome: 'relabelled', previous_label: 'tomato' },
    });
    const { body } = await service.api.get(`/api/dataset/samples/${sample.id}`);
    expect(sampleDetailSchema.parse(body).history.map(({ to_label }) => to_label)).toEqual([
      'tomato',
      'Red',
    ]);
    expect((await service.dataset()).feedback).toMatchObject({ predictions: 1, correct: 1 });
  });

  it('is one sample for one image, however often it was predicted', async () => {
    const first = await service.predict(red);
    const second = await service.predict(red);
    await say(first.id, { label: 'tomato' });
    expect((await say(second.id, { label: 'tomato' })).sample.outcome).toBe('unchanged');
    expect((await service.dataset()).total).toBe(1);
  });

  it('takes the images of a batch', async () => {
    const { body } = await service.api
      .post('/api/predict/batch')
      .attach('files', red, 'a.png')
      .attach('files', colourPng([0, 0, 250]), 'b.png')
      .expect(200);
    const { predictions } = body as { predictions: { id: string; predicted_class: string }[] };
    const answers = await Promise.all(predictions.map(({ id }) => say(id, { correct: true })));
    expect(answers.map(({ feedback }) => feedback.label)).toEqual(['Red', 'Blue']);
    expect(new Set(answers.map(({ sample }) => sample.id)).size).toBe(2);
  });

  it.each<[string, object | string, string]>([
    ['nothing', {}, 'INVALID_BODY'],
    ['correct: false without the right class', { correct: false }, 'INVALID_BODY'],
    ['both', { correct: true, label: 'Cat' }, 'INVALID_BODY'],
    ['a number', { label: 3 }, 'INVALID_BODY'],
    ['another field', { label: 'Cat', by: 'me' }, 'INVALID_BODY'],
    ['an empty label', { label: '  ' }, 'INVALID_LABEL'],
    ['a label too long', { label: 'x'.repeat(65) }, 'INVALID_LABEL'],
    ['no JSON', 'correct', 'INVALID_JSON'],
    ['null', 'null', 'INVALID_BODY'],
  ])('refuses %s', async (_what, body, code) => {
    const { id } = await service.predict(red);
    const request = service.api
      .post(`/api/predictions/${id}/feedback`)
      .set('Content-Type', 'application/json')
      .send(body);
    expect(await refusalOf(request)).toBe(code);
    expect((await entry(id)).feedback).toBeNull();
    expect((await service.dataset()).total).toBe(0);
  });

  it('knows no other predictions', async () => {
    for (const id of [uuidv7(), 'nonsense', '..%2f..']) {
      expect(await refusalOf(service.say(id, { correct: true }))).toBe('PREDICTION_NOT_FOUND');
    }
  });

  it('survives a restart', async () => {
    const { id } = await service.predict(red);
    const said = await say(id, { label: 'tomato' });
    const reopened = await service.restart();
    const { body } = await reopened.api.get(`/api/predictions/${id}`).expect(200);
    expect(historyEntrySchema.parse(body)).toMatchObject({
      feedback: said.feedback,
      image_kept: true,
    });
    await reopened.stop();
  });
});

describe('the images of predictions', () => {
  it('are the files that were sent, with a view and a thumbnail', async () => {
    const photo = await jpeg({ width: 400, height: 200 });
    const { id } = await service.predict(photo, 'on the beach.jpg');
    const image = await service.api.get(`/api/predictions/${id}/image`).expect(200);
    expect(image.get('Content-Type')).toBe('image/jpeg');
    expect(photo.equals(image.body as Buffer)).toBe(true);
    for (const [name, width] of [
      ['image?format=webp', 400],
      ['thumbnail', 128],
    ] as const) {
      const { body } = await service.api.get(`/api/predictions/${id}/${name}`).expect(200);
      const shown = await sharp(body as Buffer).metadata();
      expect(shown).toMatchObject({ format: 'webp', width, height: width / 2 });
    }
    const { sample } = await say(id, { correct: true });
    expect(sample.id).toBe(await sampleId(photo));
    expect(await service.samples()).toEqual([
      expect.objectContaining({
        id: sample.id,
        file_name: 'on the beach.jpg',
        format: 'jpeg',
        width: 400,
        height: 200,
        file_bytes: photo.length,
        prediction_id: id,
      }),
    ]);
    const kept = await service.api.get(`/api/dataset/samples/${sample.id}/image`).expect(200);
    expect(photo.equals(kept.body as Buffer)).toBe(true);
    await service.api.get(`/api/dataset/samples/${sample.id}/thumbnail`).expect(200);
  });

  it('take the space that they take', async () => {
    const photo = await jpeg({ width: 400, height: 200 });
    await service.predict(photo);
    const { kept, bytes } = (await service.dataset()).prediction_images;
    expect(kept).toBe(1);
    expect(bytes).toBeGreaterThanOrEqual(photo.length);
  });

  it('of an earlier release are their pixels, and become the sample that it made of the same ones', async () => {
    const { id } = await service.predict(colourPng([0, 250, 0]));
    const { id: other } = await service.predict(colourPng([0, 0, 250]));
    await service.stop();
    const database = await openHistoryDatabase(service.persistence);
    await database.deleteFrom('prediction_files').execute();
    for (const [predictionId, colour] of [
      [id, [0, 250, 0]],
      [other, [0, 0, 250]],
    ] as const) {
      const pixels = Uint8Array.from({ length: 3072 }, (_, at) => colour[at % 3]!);
      await database
        .updateTable('prediction_images')
        .set({ pixels, sample_id: await sampleId(pixels), format: null, width: null, height: null })
        .where('prediction_id', '=', predictionId)
        .execute();
    }
    const old = await database
      .selectFrom('prediction_images')
      .select('sample_id')
      .where('prediction_id', '=', other)
      .executeTakeFirstOrThrow();
    await sampleStore(database).put([newSample(old.sample_id, 'Sea')], 1);
    await database.destroy();

    const reopened = await service.restart();
    const again = withRequests(reopened, service.persistence);
    const { body } = await again.api.get(`/api/predictions/${id}/image`).expect(200);
    expect(await sharp(body as Buffer).metadata()).toMatchObject({ format: 'png', width: 32 });
    await again.api.get(`/api/predictions/${id}/attention`).expect(200);
    const worth = async (): Promise<string[]> => {
      const answer = await again.api.get('/api/predictions?sort=uncertainty').expect(200);
      return idsOf(historyAnswerSchema.parse(answer.body));
    };
    const said = feedbackAnswerSchema.parse((await again.say(id, { label: 'Leaf' })).body);
    expect(said.sample).toMatchObject({ id: await sampleId(body as Buffer), outcome: 'new' });
    expect(await worth()).not.toContain(id);
    const known = feedbackAnswerSchema.parse((await again.say(other, { label: 'Sky' })).body);
    expect(known.sample).toEqual({
      id: old.sample_id,
      outcome: 'relabelled',
      previous_label: 'Sea',
    });
    expect(known.feedback.sample_id).toBe(old.sample_id);
    expect(await again.samples()).toHaveLength(2);
    await reopened.stop();
  });

  it('are shown as they are where they are small', async () => {
    const { id } = await service.predict(red);
    const { body } = await service.api.get(`/api/predictions/${id}/thumbnail`).expect(200);
    expect(await sharp(body as Buffer).metadata()).toMatchObject({ format: 'png', width: 32 });
  });

  it.each(['image', 'thumbnail'])('have no %s where there is no prediction', async (name) => {
    const answer = service.api.get(`/api/predictions/${uuidv7()}/${name}`);
    expect(await refusalOf(answer)).toBe('PREDICTION_NOT_FOUND');
  });

  it('are not kept with STORE_PREDICTION_IMAGES=false', async () => {
    const forgetful = await startLabelledService({ STORE_PREDICTION_IMAGES: 'false' });
    const { id } = await forgetful.predict(red);
    for (const name of ['image', 'thumbnail']) {
      const answer = forgetful.api.get(`/api/predictions/${id}/${name}`);
      expect(await refusalOf(answer)).toBe('IMAGE_NOT_KEPT');
    }
    expect(await refusalOf(forgetful.say(id, { correct: true }))).toBe('IMAGE_NOT_KEPT');
    const { body } = await forgetful.api.get(`/api/predictions/${id}`);
    expect(historyEntrySchema.parse(body)).toMatchObject({ image_kept: false, feedback: null });
    await forgetful.end();
  });

  it('go when they are too old, and what was said of them stays and can be changed', async () => {
    const said = await service.predict(red);
    const unsaid = await service.predict(colourPng([0, 250, 0]));
    await say(said.id, { label: 'tomato' });
    await service.restart().then(async (later) => {
      time += 31 * DAY_MS;
      // The clock alone is not believed: it may have leapt. A newer image shows that time went by.
      await later.api
        .post('/api/predict')
        .attach('file', colourPng([0, 0, 250]), 'new.png')
        .expect(200);
      await later.stop();
      const old = await later.restart();
      while ((await get(old, '/api/dataset')).prediction_images.kept > 1);
      const feedback = (id: string): ReturnType<typeof service.say> =>
        old.api.post(`/api/predictions/${id}/feedback`).send({ label: 'apple' });
      expect(await refusalOf(feedback(unsaid.id))).toBe('IMAGE_NOT_KEPT');
      const { body } = await feedback(said.id).expect(200);
      expect(feedbackAnswerSchema.parse(body).sample).toMatchObject({
        outcome: 'relabelled',
        previous_label: 'tomato',
      });
      await old.stop();
    });
  });
});

async function get(
  { api }: Pick<LabelledService, 'api'>,
  url: string,
): Promise<{ prediction_images: { kept: number } }> {
  return (await api.get(url).expect(200)).body as { prediction_images: { kept: number } };
}

describe('GET /api/predictions', () => {
  /** The tiny network is the less sure the less colour there is. */
  const shades: [number, number, number][] = [
    [250, 0, 0],
    [130, 120, 110],
    [200, 50, 0],
    [160, 100, 90],
    [140, 130, 130],
  ];

  async function predictAll(): Promise<HistoryEntryAnswer[]> {
    for (const shade of shades) await service.predict(colourPng(shade));
    return (await history('?limit=100')).predictions;
  }

  it('lists the least confident first with sort=uncertainty, page by page', async () => {
    const all = await predictAll();
    const expected = all
      .toSorted((a, b) => a.confidence - b.confidence || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
    expect(new Set(all.map(({ confidence }) => confidence)).size).toBeGreaterThan(2);
    expect(idsOf(await history('?sort=uncertainty'))).toEqual(expected);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await history(`?sort=uncertainty&limit=2${from}`);
      ids.push(...idsOf(page));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(ids).toEqual(expected);
  });

  it('leaves out of it what needs no label any more', async () => {
    const all = await predictAll();
    const [first, second, third] = idsOf(await history('?sort=uncertainty'));
    await say(first!, { label: 'grey' });
    expect(idsOf(await history('?sort=uncertainty'))).not.toContain(first);
    expect(idsOf(await history('?sort=uncertainty'))).toHaveLength(all.length - 1);
    // The image of the second is uploaded, that of the third is predicted again.
    const again = (id: string): Buffer => {
      const shade = shades[all.toReversed().findIndex((prediction) => prediction.id === id)]!;
      return colourPng(shade);
    };
    await service.save([{ name: 'a.png', content: again(second!) }], ['grey']);
    const newest = await service.predict(again(third!));
    const left = idsOf(await history('?sort=uncertainty'));
    expect(left).toHaveLength(all.length - 2);
    expect(left).toContain(newest.id);
    expect(left).not.toContain(third);
  });

  it('is filtered by feedback, confidence and version, in both orders', async () => {
    const [newest, second, ...rest] = await predictAll();
    await say(newest!.id, { label: 'grey' });
    await say(second!.id, { correct: true });
    expect(idsOf(await history('?feedback=wrong'))).toEqual([newest!.id]);
    expect(idsOf(await history('?feedback=correct'))).toEqual([second!.id]);
    expect(idsOf(await history('?feedback=none'))).toEqual(rest.map(({ id }) => id));
    const limit = rest[0]!.confidence;
    for (const sort of ['time', 'uncertainty']) {
      const { predictions } = await history(`?sort=${sort}&max_confidence=${String(limit)}`);
      expect(predictions.map(({ id }) => id)).toContain(rest[0]!.id);
      expect(predictions.every(({ confidence }) => confidence <= limit)).toBe(true);
    }
    const above = await history(`?min_confidence=${String(limit)}&max_confidence=1`);
    expect(above.predictions.every(({ confidence }) => confidence >= limit)).toBe(true);
    expect(idsOf(await history(`?model_version=${newest!.model_version}`))).toHaveLength(5);
    expect(idsOf(await history('?model_version=none'))).toEqual([]);
  });

  it.each([
    ['sort=best', 'INVALID_QUERY'],
    ['feedback=maybe', 'INVALID_QUERY'],
    ['sort=uncertainty&feedback=wrong', 'INVALID_QUERY'],
    ['min_confidence=2', 'INVALID_QUERY'],
    ['min_confidence=x', 'INVALID_QUERY'],
    ['min_confidence=-1', 'INVALID_QUERY'],
    ['min_confidence=0.9&max_confidence=0.1', 'INVALID_QUERY'],
    ['model_version=', 'INVALID_QUERY'],
    ['sort=uncertainty&cursor=abc', 'INVALID_CURSOR'],
  ])('refuses ?%s', async (query, code) => {
    expect(await refusalOf(service.api.get(`/api/predictions?${query}`))).toBe(code);
  });

  it('takes no cursor of another order', async () => {
    await predictAll();
    const byTime = (await history('?limit=1')).next_cursor!;
    const byUncertainty = (await history('?limit=1&sort=uncertainty')).next_cursor!;
    const queries = [`sort=uncertainty&cursor=${byTime}`, `cursor=${byUncertainty}`];
    for (const query of queries) {
      expect(await refusalOf(service.api.get(`/api/predictions?${query}`))).toBe('INVALID_CURSOR');
    }
  });
});

describe('what retraining reads', () => {
  it('is every sample with its label and its file, a tenth of a class held out, and no test', async () => {
    const files = Array.from({ length: 12 }, (_, i) => ({
      name: `${String(i)}.png`,
      content: colourPng([20 * i, 5, 200]),
    }));
    await service.save(files, ['Cat']);
    const { id } = await service.predict(red);
    await say(id, { label: 'tomato' });
    const samples = await readLabelledSamples(service.persistence);
    expect(samples).toHaveLength(13);
    expect(samples.map((sample) => sample.id)).toEqual(samples.map((sample) => sample.id).sort());
    for (const sample of samples) {
      expect(await sampleId(await readFile(sample.file))).toBe(sample.id);
      expect(await samplePixels(sample, CIFAR10_INPUT)).toHaveLength(3072);
    }
    const tomato = samples.find(({ label }) => label === 'tomato')!;
    expect([...(await samplePixels(tomato, CIFAR10_INPUT)).subarray(0, 3)]).toEqual([250, 0, 0]);
    expect(samples.filter(({ heldOut }) => heldOut)).toMatchObject([{ label: 'Cat' }]);
    expect((await service.dataset()).held_out).toBe(1);
  });
});

describe('a crash', () => {
  it('between file and row leaves a file that is swept at the next start', async () => {
    await service.save([{ name: 'a.png', content: red }], ['Cat']);
    const [sample] = await service.samples();
    const stored = path.join(service.persistence, 'samples', sample!.id.slice(0, 2));
    const orphan = path.join(service.persistence, 'samples', 'ab', `${'ab'.repeat(32)}.png`);
    const part = path.join(stored, `${sample!.id}.png.0198.part`);
    const upload = path.join(service.persistence, 'uploads', 'left-over', '0');
    await service.stop();
    for (const file of [orphan, part, upload]) await leave(file, Date.now() - 7 * 60 * MINUTE_MS);
    const young = path.join(stored, `${'cd'.repeat(32)}.png`);
    await leave(young, Date.now());
    const reopened = await startAt(Date.now());
    await reopened.stop(); // the sweep is over when it has stopped
    expect([orphan, part, upload].map((file) => existsSync(file))).toEqual([false, false, false]);
    expect(existsSync(young)).toBe(true);
    expect(existsSync(path.join(stored, `${sample!.id}.png`))).toBe(true);
  });

  it('that loses a file loses no sample, and shows what is left of it', async () => {
    const photo = await jpeg({ width: 64, height: 64 });
    await service.save([{ name: 'a.jpg', content: photo }], ['Cat']);
    const [sample] = await service.samples();
    rmSync(path.join(service.persistence, 'samples'), { recursive: true });
    const { body } = await service.api.get(sample!.image_url).expect(200);
    expect((await sharp(body as Buffer).metadata()).format).toBe('webp');
    const unreadable: string[] = [];
    const left = await samplesWithPixels(
      await readLabelledSamples(service.persistence),
      CIFAR10_INPUT,
      ({ message }) => unreadable.push(message),
    );
    expect(left).toEqual([]);
    expect(unreadable).toEqual([`Sample ${sample!.id} cannot be read: its file is missing`]);
  });
});

async function startAt(moment: number): ReturnType<LabelledService['restart']> {
  time = moment;
  return service.restart();
}

async function leave(file: string, at: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, 'x');
  await utimes(file, at / 1000, at / 1000);
  await utimes(path.dirname(file), at / 1000, at / 1000);
}
