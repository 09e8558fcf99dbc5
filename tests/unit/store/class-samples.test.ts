import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { feedbackStore } from '../../../src/store/feedback';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import type { NewSample, SampleStore } from '../../../src/store/samples/sample';
import { sampleStore } from '../../../src/store/samples/sample-store';
import { newSample, setSplit } from '../../support/new-sample';
import { temporaryFolder } from './made-predictions';

const folder = temporaryFolder();
afterAll(folder.remove);

let count = 0;
let database: Kysely<HistoryTables>;
let samples: SampleStore;
beforeEach(async () => {
  database = await openHistoryDatabase(`${folder.folder}/${String(count++)}`);
  samples = sampleStore(database);
});
afterEach(() => database.destroy());

const sample = (number: number, name: string): NewSample => newSample(number, name);
const id = (number: number): string => sample(number, 'any').id;

/** The numbers of the samples of a class that are kept out of training. */
async function heldOutOf(labelKey: string): Promise<number[]> {
  const page = await samples.list({ labelKey }, 500);
  return page.samples
    .filter(({ split }) => split === 'held_out')
    .map((found) => Number(found.id))
    .sort((a, b) => a - b);
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const foxes = (from: number, to: number): NewSample[] =>
  range(from, to).map((number) => sample(number, 'Fox'));

describe('what a class holds out', () => {
  it('is nothing of fewer than ten pictures, and one of ten', async () => {
    await samples.put(foxes(11, 19), 1);
    expect(await heldOutOf('fox')).toEqual([]);
    const [put] = await samples.put(foxes(20, 20), 2);
    expect(put).toMatchObject({ outcome: 'new', split: 'held_out' });
    expect(await heldOutOf('fox')).toEqual([20]);
  });

  it('is a tenth of those that come at once, by their hashes, whatever their order', async () => {
    await samples.put(foxes(11, 45).toReversed(), 1);
    expect(await heldOutOf('fox')).toEqual([11, 12, 13]);
  });

  it('stays the same, and is chosen among those that are new', async () => {
    await samples.put(foxes(50, 69), 1);
    expect(await heldOutOf('fox')).toEqual([50, 51]);
    await samples.put([...foxes(10, 14), ...foxes(50, 55), sample(90, 'Wolf')], 2);
    expect(await heldOutOf('fox')).toEqual([50, 51]);
    await samples.put(foxes(20, 29), 3);
    expect(await heldOutOf('fox')).toEqual([20, 50, 51]);
    await samples.delete([id(20)], 4);
    await samples.put(foxes(70, 71), 5);
    expect(await heldOutOf('fox')).toEqual([50, 51, 70]);
  });

  it('is, after any number of uploads, a tenth at most, of each class with ten some', async () => {
    const step = fc.record({
      label: fc.constantFrom('Fox', 'Wolf', 'Bear'),
      count: fc.integer({ min: 1, max: 25 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const name = `${folder.folder}/property-${String(count++)}`;
        const own = await openHistoryDatabase(name);
        const store = sampleStore(own);
        let next = 1;
        let before = new Set<string>();
        for (const [at, { label, count: many }] of steps.entries()) {
          const added = Array.from({ length: many }, () => sample(7919 * next++, label));
          await store.put(added, at + 1);
          const { samples: all } = await store.list({}, 500);
          const held = all.filter(({ split }) => split === 'held_out');
          for (const each of ['Fox', 'Wolf', 'Bear']) {
            const of = (list: typeof all): number => list.filter((s) => s.label === each).length;
            expect(of(held)).toBe(Math.floor(of(all) / 10));
          }
          const ids = new Set(held.map((found) => found.id));
          expect([...before].every((was) => ids.has(was))).toBe(true);
          before = ids;
        }
        await own.destroy();
      }),
      { numRuns: 15 },
    );
  });

  it('has nothing to do with its test set', async () => {
    const tests = range(1, 30).map((number) => newSample(number, 'Fox', { isTest: true }));
    await samples.put(tests, 1);
    await samples.put(foxes(31, 39), 2);
    expect(await heldOutOf('fox')).toEqual([]);
    expect(await samples.keepLearnable()).toBe(0);
    const listed = await samples.list({ labelKey: 'fox', split: 'test' }, 100);
    expect(listed.samples).toHaveLength(30);
  });
});

describe('a class', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['deleted', () => samples.delete([id(2)], 9)],
    ['relabelled', () => samples.relabel([id(2)], { key: 'cat', name: 'Cat' }, 9)],
    ['uploaded under another label', () => samples.put([sample(2, 'Cat')], 9)],
    ['moved to the test set', () => samples.put([newSample(2, 'Fox', { isTest: true })], 9)],
  ])('learns its oldest one when the only one that it learned is %s', async (_how, change) => {
    await samples.put([sample(3, 'Fox'), sample(2, 'Fox')], 1);
    await samples.put([sample(1, 'Fox')], 2);
    await setSplit(database, [id(1), id(3)], 'held_out');
    await change();
    expect(await heldOutOf('fox')).toEqual([1]);
  });

  it('learns one that comes to it held out, when it has no other', async () => {
    await samples.put([sample(1, 'Fox'), sample(2, 'Fox')], 1);
    await setSplit(database, [id(2)], 'held_out');
    await samples.relabel([id(2)], { key: 'wolf', name: 'Wolf' }, 2);
    expect(await heldOutOf('wolf')).toEqual([]);
  });

  it('of a store of an earlier release gets a sample to learn from, and nothing else moves', async () => {
    await samples.put([sample(1, 'Fox'), sample(2, 'Fox'), sample(3, 'Wolf')], 1);
    await samples.put([sample(4, 'Wolf')], 2);
    await setSplit(database, [id(2), id(3), id(4)], 'held_out');
    expect(await samples.keepLearnable()).toBe(1);
    expect(await heldOutOf('wolf')).toEqual([4]);
    expect(await heldOutOf('fox')).toEqual([2]);
    expect(await samples.keepLearnable()).toBe(0);
  });
});

describe('the test set', () => {
  it('takes what is uploaded for it, known or not, and gives nothing back', async () => {
    await samples.put([sample(1, 'Fox'), sample(2, 'Fox')], 1);
    const put = await samples.put(
      [
        newSample(2, 'Fox', { isTest: true }),
        newSample(3, 'Fox', { isTest: true }),
        newSample(1, 'Wolf', { isTest: true }),
      ],
      2,
    );
    expect(put.map(({ outcome }) => outcome)).toEqual(['moved', 'new', 'relabelled']);
    const again = await samples.put([sample(2, 'Fox'), sample(3, 'Wolf')], 3);
    expect(again).toMatchObject([
      { outcome: 'unchanged', split: 'test' },
      { outcome: 'relabelled', split: 'test' },
    ]);
    expect((await samples.list({}, 10)).samples).toEqual([]);
    expect((await samples.list({ split: 'test' }, 10)).samples).toHaveLength(3);
    const history = await samples.changes(id(2));
    expect(history.map(({ kind }) => kind)).toEqual(['added', 'moved']);
    const counts = await samples.count(0);
    expect(counts).toEqual(
      [
        { label: 'Wolf', source: 'upload', split: 'test', samples: 2, changed: 2 },
        { label: 'Fox', source: 'upload', split: 'test', samples: 1, changed: 1 },
      ].sort((a, b) => (a.label < b.label ? -1 : 1)),
    );
  });
});

describe('the largest number of classes', () => {
  beforeEach(async () => {
    const others = Array.from({ length: 245 }, (_, i) => sample(1000 + i, `Class ${i}`));
    await samples.put([sample(1, 'Cat'), ...others], 1);
  });

  it('is 256 with those of CIFAR-10; what goes beyond is refused, and nothing else', async () => {
    const put = await samples.put(
      [sample(2, 'Last'), sample(3, 'Beyond'), sample(4, 'Class 7'), sample(5, 'Frog')],
      2,
    );
    expect(put.map(({ outcome }) => outcome)).toEqual(['new', 'refused', 'new', 'new']);
    expect(await samples.find(sample(3, 'Beyond').id)).toBeUndefined();
    expect((await samples.labels()).map(({ name }) => name)).not.toContain('Beyond');
  });

  it('is kept by relabelling, in which a class may make room for another', async () => {
    await samples.put([sample(2, 'Last'), sample(3, 'Last')], 2);
    const beyond = { key: 'beyond', name: 'Beyond' };
    const one = await samples.relabel([sample(2, 'Last').id], beyond, 3);
    expect(one).toEqual({ changed: [], unchanged: [], missing: [], isRefused: true });
    expect((await samples.find(sample(2, 'Last').id))?.label).toBe('Last');
    const all = [sample(2, 'Last').id, sample(3, 'Last').id];
    expect(await samples.relabel(all, beyond, 4)).toMatchObject({ isRefused: false });
    expect((await samples.find(sample(2, 'Last').id))?.label).toBe('Beyond');
  });

  it('is kept by feedback, of which nothing is recorded then', async () => {
    await samples.put([sample(2, 'Last')], 2);
    await database.insertInto('class_lists').values({ id: 'c', names: '["Cat"]' }).execute();
    await database
      .insertInto('predictions')
      .values({
        id: 'p1',
        created_at: 1,
        file_name: 'a.png',
        predicted_class: 'Cat',
        predicted_class_index: 0,
        confidence: 1,
        duration_ms: 1,
        model_version: 'v',
        class_list_id: 'c',
        probabilities: '[1]',
        uncertain: 0,
      })
      .execute();
    const feedback = feedbackStore(database);
    const given = { predictionId: 'p1', verdict: 'wrong', at: 3 } as const;
    expect(await feedback.record({ ...given, sample: sample(3, 'Beyond') })).toMatchObject({
      outcome: 'refused',
    });
    expect(await feedback.accuracy({ last: 10 })).toMatchObject({ predictions: 0 });
  });

  it('is taken as it is where an earlier release went beyond: its labels go on', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `Old ${i}`);
    for (const [i, name] of rows.entries()) {
      await database
        .insertInto('labels')
        .values({ key: name.toLowerCase(), name, created_at: 0 })
        .execute();
      await samples.put([sample(5000 + i, 'Cat')], 1);
      await database
        .updateTable('samples')
        .set({ label_key: name.toLowerCase() })
        .where('id', '=', sample(5000 + i, '').id)
        .execute();
    }
    const put = await samples.put([sample(2, 'Old 3'), sample(3, 'Beyond')], 2);
    expect(put.map(({ outcome }) => outcome)).toEqual(['new', 'refused']);
  });
});

describe('what a class is called now', () => {
  const rename = (fromKey: string, name: string) =>
    samples.renameClass({ fromKey, to: { key: name.toLowerCase(), name }, merges: false, at: 2 });
  const calledNow = async (name: string, ...answered: string[]): Promise<string> => {
    const label = { key: name.toLowerCase(), name };
    return (await samples.followRenames(label, new Set(answered))).name;
  };

  it('is the name that it was given last, whichever it had', async () => {
    await samples.put(foxes(11, 12), 1);
    await rename('fox', 'Wolf');
    await rename('wolf', 'Jackal');
    expect(await calledNow('Fox', 'fox', 'jackal')).toBe('Jackal');
    expect(await calledNow('Wolf')).toBe('Jackal');
    expect(await calledNow('Bear')).toBe('Bear');
  });

  it('is its own for a class of CIFAR-10 where a version tells it from the new one', async () => {
    await samples.put([sample(11, 'Cat')], 1);
    await rename('cat', 'Kitten');
    expect(await calledNow('Cat', 'cat', 'dog')).toBe('Kitten');
    expect(await calledNow('Cat', 'cat', 'kitten')).toBe('Cat');
    await samples.put([sample(12, 'Cat')], 3);
    expect(await calledNow('Cat', 'cat', 'dog')).toBe('Cat');
  });
});
