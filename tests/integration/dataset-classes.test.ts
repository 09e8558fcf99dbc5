import type supertest from 'supertest';
import {
  classDeletedAnswerSchema,
  classRenamedAnswerSchema,
  sampleDetailSchema,
} from '../../src/http/api/labelling/samples-schema';
import { colourPng } from '../support/colour-png';
import { refusalOf, startLabelledService, type LabelledService } from '../support/labelled-service';

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService()));
afterEach(() => service.end());

let shade = 0;
/** Pictures that no other test has. */
async function save(label: string, count: number, use?: 'test'): Promise<string[]> {
  const request = service.upload(
    Array.from({ length: count }, (_, i) => ({
      name: `${label}-${i}.png`,
      content: colourPng([++shade % 256, shade >> 8, 99]),
    })),
    [label],
  );
  if (use !== undefined) request.field('use', use);
  const { body } = await request.expect(200);
  return (body as { files: { id: string }[] }).files.map(({ id }) => id);
}

const pathOf = (label: string): string => `/api/dataset/classes/${encodeURIComponent(label)}`;
const rename = (label: string, body: object): ReturnType<LabelledService['api']['patch']> =>
  service.api.patch(pathOf(label)).send(body);
const numbersOf = async (label: string): Promise<unknown> =>
  (await service.dataset()).classes.find((one) => one.label === label);
const labels = async (): Promise<string[]> =>
  ((await service.api.get('/api/labels').expect(200)).body as { labels: string[] }).labels;

describe('PATCH /api/dataset/classes/:label', () => {
  it('gives every sample the new name, test set and feedback too, and writes it down', async () => {
    const ids = await save('Füchse & Co', 11);
    const tests = await save('Füchse & Co', 2, 'test');
    const { id } = await service.predict(colourPng([1, 2, 3]));
    await service.say(id, { label: 'füchse & co' }).expect(200);
    const { body } = await rename('füchse & co', { name: '  Fox ' }).expect(200);
    expect(classRenamedAnswerSchema.parse(body)).toEqual({
      label: 'Fox',
      relabelled: 14,
      merged: false,
    });
    expect(await numbersOf('Fox')).toMatchObject({ samples: 12, held_out: 1, test: 2 });
    expect(await numbersOf('Füchse & Co')).toBeUndefined();
    expect(await labels()).not.toContain('Füchse & Co');
    for (const sample of [ids[0]!, tests[0]!]) {
      const detail = await service.api.get(`/api/dataset/samples/${sample}`).expect(200);
      expect(sampleDetailSchema.parse(detail.body).history).toMatchObject([
        { kind: 'added', to_label: 'Füchse & Co' },
        { kind: 'relabelled', source: 'edit', from_label: 'Füchse & Co', to_label: 'Fox' },
      ]);
    }
    const prediction = await service.api.get(`/api/predictions/${id}`).expect(200);
    expect(prediction.body).toMatchObject({ feedback: { label: 'Fox' } });
    // Given again, it is a new class.
    await save('FÜCHSE & CO', 1);
    expect(await labels()).toContain('FÜCHSE & CO');
  });

  it('makes two classes one only where that is asked for', async () => {
    await save('Fox', 3);
    await save('Vixen', 2);
    expect(await refusalOf(rename('Vixen', { name: 'FOX' }))).toBe('CLASS_EXISTS');
    expect(await numbersOf('Vixen')).toMatchObject({ samples: 2 });
    const { body } = await rename('Vixen', { name: 'fox', merge: true }).expect(200);
    expect(body).toEqual({ label: 'Fox', relabelled: 2, merged: true });
    expect(await numbersOf('Fox')).toMatchObject({ samples: 5 });
  });

  it('spells a class anew, but none of CIFAR-10, whose labels stay when they are renamed', async () => {
    await save('fox', 2);
    expect((await rename('Fox', { name: 'FOX' }).expect(200)).body).toEqual({
      label: 'FOX',
      relabelled: 2,
      merged: false,
    });
    await save('Cat', 2);
    expect((await rename('Cat', { name: 'CAT' }).expect(200)).body).toMatchObject({ label: 'Cat' });
    expect(await refusalOf(rename('FOX', { name: 'Dog' }))).toBe('CLASS_EXISTS');
    await rename('Cat', { name: 'Kitten' }).expect(200);
    expect(await labels()).toEqual(['FOX', 'Kitten']);
    await save('CAT', 1);
    expect(await labels()).toEqual(['Cat', 'FOX', 'Kitten']);
    expect(await numbersOf('Cat')).toMatchObject({ samples: 1 });
  });

  it.each<[string, string, object, string]>([
    ['a class without pictures', 'Cat', { name: 'x' }, 'CLASS_NOT_FOUND'],
    ['a class that nobody knows', 'nobody', { name: 'x' }, 'CLASS_NOT_FOUND'],
    ['no name', 'Fox', {}, 'INVALID_BODY'],
    ['an empty name', 'Fox', { name: ' ' }, 'INVALID_LABEL'],
    ['a name that is a path', 'Fox', { name: '../x' }, 'INVALID_LABEL'],
    ['a merge that is no yes or no', 'Fox', { name: 'x', merge: 'yes' }, 'INVALID_BODY'],
    ['another field', 'Fox', { name: 'x', force: true }, 'INVALID_BODY'],
  ])('refuses %s, and changes nothing', async (_what, label, body, code) => {
    await save('Fox', 1);
    expect(await refusalOf(rename(label, body))).toBe(code);
    expect(await numbersOf('Fox')).toMatchObject({ samples: 1 });
  });

  it('keeps the limit of 256 classes, where one of CIFAR-10 would make another one', async () => {
    for (let start = 0; start < 246; start += 82) {
      const request = service.api.post('/api/upload/training-data');
      for (let i = start; i < start + 82; i += 1) {
        request.attach('files', colourPng([i, 1, 7]), `${i}.png`).field('labels', `Class ${i}`);
      }
      await request.expect(200);
    }
    await save('Cat', 1);
    expect(await refusalOf(rename('Cat', { name: 'One more' }))).toBe('TOO_MANY_CLASSES');
    expect(await numbersOf('Cat')).toMatchObject({ samples: 1 });
    await rename('Class 3', { name: 'One more' }).expect(200);
  });
});

describe('pictures of the test set', () => {
  it('are given to training when a form says so, and others stay as they are', async () => {
    const [moved] = await save('Fox', 3, 'test');
    const [learned] = await save('Fox', 2);
    const { text } = await service.api
      .post('/data?split=test')
      .type('form')
      .send({ action: 'move-to-training', ids: [moved, learned] })
      .expect(200);
    expect(text).toContain('1 picture moved to training: the next one learns from them');
    expect(text).toContain('Yes, move them');
    expect(await numbersOf('Fox')).toMatchObject({ samples: 3, test: 2 });
    const { body } = await service.api.get(`/api/dataset/samples/${moved!}`).expect(200);
    expect(sampleDetailSchema.parse(body)).toMatchObject({
      split: 'train',
      history: [{ kind: 'added' }, { kind: 'moved', source: 'edit' }],
    });
  });

  it('are given to training over the API, and never the other way', async () => {
    const [test] = await save('Owl', 3, 'test');
    const [learned] = await save('Owl', 2);
    const missing = 'f'.repeat(64);
    const send = (body: object): supertest.Test =>
      service.api.post('/api/dataset/samples/move').send(body);
    const { body } = await send({ ids: [test, learned, missing], to: 'train' }).expect(200);
    expect(body).toEqual({ moved: 1, unchanged: 1, missing: [missing] });
    expect(await numbersOf('Owl')).toMatchObject({ samples: 3, test: 2 });
    await send({ ids: [learned], to: 'test' }).expect(400);
    expect(await numbersOf('Owl')).toMatchObject({ samples: 3, test: 2 });
  });
});

describe('a class that was renamed', () => {
  const red = (i: number): Buffer => colourPng([250 - i, 5, 9]);

  it('keeps its new name where the version in service goes on with the old one, until that is given again', async () => {
    const { id, predicted_class } = await service.predict(red(0));
    expect(predicted_class).toBe('Red');
    await service.say(id, { correct: true }).expect(200);
    await rename('Red', { name: 'Crimson' }).expect(200);
    await rename('Crimson', { name: 'Ruby' }).expect(200);
    const again = await service.say(id, { correct: true }).expect(200);
    expect(again.body).toMatchObject({
      feedback: { verdict: 'correct', label: 'Ruby' },
      sample: { outcome: 'unchanged' },
    });
    const later = await service.predict(red(1));
    await service.say(later.id, { label: 'red' }).expect(200);
    expect(await numbersOf('Ruby')).toMatchObject({ samples: 2 });
    expect(await labels()).toEqual(['Ruby']);
    const wrong = await service.say(later.id, { label: 'Pink' }).expect(200);
    expect(wrong.body).toMatchObject({ feedback: { verdict: 'wrong', label: 'Pink' } });

    await save('Red', 1);
    const last = await service.predict(red(2));
    await service.say(last.id, { correct: true }).expect(200);
    expect(await numbersOf('Red')).toMatchObject({ samples: 2 });
  });

  it('keeps it when it was merged, and when it is called back', async () => {
    const { id } = await service.predict(red(3));
    await service.say(id, { correct: true }).expect(200);
    await save('Brick', 2);
    await rename('Red', { name: 'Brick', merge: true }).expect(200);
    await service.say(id, { correct: true }).expect(200);
    expect(await numbersOf('Brick')).toMatchObject({ samples: 3 });
    await rename('Brick', { name: 'Red' }).expect(200);
    await service.say(id, { correct: true }).expect(200);
    expect(await labels()).toEqual(['Red']);
  });
});

describe('DELETE /api/dataset/classes/:label', () => {
  it('deletes its pictures, test set too, and the label with them', async () => {
    const [first] = await save('__proto__', 12);
    await save('__proto__', 1, 'test');
    await save('Fox', 1);
    const { body } = await service.api.delete(pathOf('__proto__')).expect(200);
    expect(classDeletedAnswerSchema.parse(body)).toEqual({ deleted: 13 });
    expect(await service.dataset()).toMatchObject({ total: 1, test: 0 });
    expect(await labels()).not.toContain('__proto__');
    await service.api.get(`/api/dataset/samples/${first!}/image`).expect(404);
    expect(await refusalOf(service.api.delete(pathOf('__proto__')))).toBe('CLASS_NOT_FOUND');
  });

  it('deletes the pictures of a class of CIFAR-10, and not its label', async () => {
    await save('Cat', 2);
    await service.api.delete(pathOf('cat')).expect(200);
    expect(await numbersOf('Cat')).toBeUndefined();
    // As it is part of the API, it is spelled as before when it comes back.
    await save('CAT', 1);
    expect(await labels()).toContain('Cat');
  });
});

describe('the forms of a class', () => {
  const send = (label: string, fields: Record<string, string>): ReturnType<typeof rename> =>
    service.api
      .post(`/data?label=${encodeURIComponent(label)}`)
      .type('form')
      .send(new URLSearchParams(fields).toString());

  it('rename it, ask before two become one, and delete it, without a script', async () => {
    await save('Fox', 2);
    await save('Vixen', 1);
    const page = await service.api.get('/data?label=vixen').expect(200);
    expect(page.text).toContain('name="action" value="rename-class"');
    const asked = await send('Vixen', { action: 'rename-class', name: ' fox' });
    expect(asked.status).toBe(409);
    expect(asked.text).toContain('Merge into Fox');
    expect(asked.text).toContain('value=" fox"');
    const merged = await send('Vixen', { action: 'rename-class', name: ' fox', merge: 'true' });
    expect(merged.status).toBe(200);
    expect(merged.text).toContain('Vixen and Fox are one class now: 1 picture came to it');
    expect(merged.text).toContain('Pictures of Fox');
    const renamed = await send('fox', { action: 'rename-class', name: 'Red fox' });
    expect(renamed.text).toContain('Fox is Red fox now: 3 pictures');
    const deleted = await send('Red fox', { action: 'delete-class' });
    expect(deleted.text).toContain('Red fox is deleted: 3 pictures');
    expect((await send('Red fox', { action: 'delete-class' })).status).toBe(404);
    expect((await send('Red fox', { action: 'rename-class', name: ' ' })).status).toBe(400);
    expect((await service.dataset()).total).toBe(0);
  });
});

describe('the test set', () => {
  it('is uploaded by a field or by the query, listed and counted apart', async () => {
    await save('Fox', 2);
    const tests = await save('Fox', 3, 'test');
    const content = colourPng([7, 7, 7]);
    const byQuery = await service.api
      .post('/api/upload/training-data?use=test')
      .field('label', 'Wolf')
      .attach('files', content, 'wolf.png')
      .expect(200);
    expect(byQuery.body).toMatchObject({ new: 1, files: [{ split: 'test' }] });
    expect(await service.dataset()).toMatchObject({ total: 2, held_out: 0, test: 4 });
    expect(await numbersOf('Wolf')).toMatchObject({ samples: 0, test: 1 });
    expect((await service.samples()).map(({ split }) => split)).toEqual(['train', 'train']);
    const listed = await service.samples('?split=test&label=fox');
    expect(listed.map(({ id }) => id).sort()).toEqual([...tests].sort());
    expect(listed.every(({ held_out, split }) => !held_out && split === 'test')).toBe(true);
    const page = await service.api.get('/data?split=test').expect(200);
    expect(page.text).toContain('wolf.png');
    expect(page.text).toContain('4 in the test set');
    const others = await service.api.get('/data').expect(200);
    expect(others.text).not.toContain('wolf.png');
  });

  it('takes a picture out of training, and keeps it', async () => {
    const content = colourPng([5, 5, 5]);
    await service.save([{ name: 'a.png', content }], ['Fox']);
    const request = service.upload([{ name: 'b.png', content }], ['Fox']).field('use', 'test');
    expect((await request.expect(200)).body).toMatchObject({ moved: 1, unchanged: 0 });
    const again = await service.save([{ name: 'c.png', content }], ['Fox']);
    expect(again).toMatchObject({ unchanged: 1, files: [{ split: 'test' }] });
  });

  it('is nothing else that a form may say', async () => {
    const content = colourPng([5, 5, 6]);
    const request = service.upload([{ name: 'a.png', content }], ['Fox']).field('use', 'judge');
    expect(await refusalOf(request)).toBe('INVALID_BODY');
    expect(await refusalOf(service.api.get('/api/dataset/samples?split=none'))).toBe(
      'INVALID_QUERY',
    );
    expect(await service.dataset()).toMatchObject({ total: 0, test: 0 });
  });
});
