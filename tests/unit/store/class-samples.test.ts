import type { Kysely } from 'kysely';
import { feedbackStore } from '../../../src/store/feedback';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import type { NewSample, SampleStore } from '../../../src/store/samples/sample';
import { sampleStore } from '../../../src/store/samples/sample-store';
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

function sample(number: number, name: string, heldOut = false): NewSample {
  return {
    id: String(number).padStart(64, '0'),
    label: { key: name.toLowerCase(), name },
    source: 'upload',
    fileName: 'a.png',
    format: 'png',
    width: 32,
    height: 32,
    fileBytes: 100,
    heldOut,
    predictionId: null,
    pixels: new Uint8Array(3072),
    thumbnail: null,
  };
}

/** The numbers of the samples of a class that are kept out of training. */
async function heldOutOf(labelKey: string): Promise<number[]> {
  const page = await samples.list({ labelKey }, 100);
  return page.samples
    .filter(({ heldOut }) => heldOut)
    .map(({ id }) => Number(id))
    .sort();
}

describe('a class', () => {
  it('learns its first sample, though that was to be held out, and goes on learning it', async () => {
    await samples.put([sample(5, 'Fox', true)], 1);
    expect(await heldOutOf('fox')).toEqual([]);
    await samples.put([sample(1, 'Fox', true), sample(2, 'Fox'), sample(9, 'Fox', true)], 2);
    expect(await heldOutOf('fox')).toEqual([1, 9]);
  });

  it('holds out what is to be held out where there is anything else', async () => {
    await samples.put([sample(1, 'Fox', true), sample(2, 'Fox')], 1);
    expect(await heldOutOf('fox')).toEqual([1]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['deleted', () => samples.delete([sample(2, 'Fox').id], 9)],
    ['relabelled', () => samples.relabel([sample(2, 'Fox').id], { key: 'cat', name: 'Cat' }, 9)],
    ['uploaded under another label', () => samples.put([sample(2, 'Cat')], 9)],
  ])('learns its oldest one when the only one that it learned is %s', async (_how, change) => {
    await samples.put([sample(3, 'Fox', true), sample(2, 'Fox')], 1);
    await samples.put([sample(1, 'Fox', true)], 2);
    expect(await heldOutOf('fox')).toEqual([1, 3]);
    await change();
    expect(await heldOutOf('fox')).toEqual([1]);
  });

  it('learns one that comes to it held out, when it has no other', async () => {
    await samples.put([sample(1, 'Fox'), sample(2, 'Fox', true)], 1);
    await samples.relabel([sample(2, 'Fox').id], { key: 'wolf', name: 'Wolf' }, 2);
    expect(await heldOutOf('wolf')).toEqual([]);
  });

  it('of a store of an earlier release gets a sample to learn from, and nothing else moves', async () => {
    await samples.put([sample(1, 'Fox'), sample(2, 'Fox', true), sample(3, 'Wolf', true)], 1);
    await samples.put([sample(4, 'Wolf', true)], 2);
    await database
      .updateTable('samples')
      .set({ held_out: 1 })
      .where('label_key', '=', 'wolf')
      .execute();
    expect(await samples.keepLearnable()).toBe(1);
    expect(await heldOutOf('wolf')).toEqual([4]);
    expect(await heldOutOf('fox')).toEqual([2]);
    expect(await samples.keepLearnable()).toBe(0);
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
