import type { Kysely } from 'kysely';
import { LabelError } from '../../../src/dataset/samples/label';
import { LabelReader } from '../../../src/dataset/samples/label-reader';
import { feedbackStore } from '../../../src/store/feedback';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { predictionStore } from '../../../src/store/prediction-store';
import { storedPredictions } from '../../../src/store/stored-predictions';
import { sampleStore } from '../../../src/store/samples/sample-store';
import { newSample } from '../../support/new-sample';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const folder = temporaryFolder();
afterAll(folder.remove);

let count = 0;
let database: Kysely<HistoryTables>;
beforeEach(async () => {
  database = await openHistoryDatabase(`${folder.folder}/${String(count++)}`);
});
afterEach(() => database.destroy());

/** As the release before folded them: the style of an emoji was part of the key. */
const STYLED = { key: '☕\ufe0f', name: '☕\ufe0f' };
const PLAIN = { key: '☕', name: '☕' };

describe('labels whose keys are of an earlier release', () => {
  it('get the new key, with their samples, histories and feedback', async () => {
    const samples = sampleStore(database);
    await samples.put([newSample(1, STYLED)], 10);
    await samples.relabel([newSample(1, STYLED).id], { key: 'cat', name: 'Cat' }, 20);
    await samples.relabel([newSample(1, STYLED).id], STYLED, 30);
    const predictions = predictionStore(storedPredictions(database), { log: rememberingLog() });
    predictions.record(madePrediction({ id: 'p1' }));
    await predictions.flush();
    const feedback = {
      predictionId: 'p1',
      verdict: 'wrong',
      sample: newSample(2, STYLED),
    } as const;
    await feedbackStore(database).record({ ...feedback, at: 40 });

    expect(await samples.rekeyLabels([{ from: STYLED.key, to: PLAIN.key }])).toBe(1);

    const { samples: listed } = await samples.list({ labelKey: PLAIN.key }, 10);
    expect(listed.map(({ id, label }) => [id, label])).toEqual([
      [newSample(2, STYLED).id, STYLED.name],
      [newSample(1, STYLED).id, STYLED.name],
    ]);
    const changes = await samples.changes(newSample(1, STYLED).id);
    expect(changes.map(({ fromLabel, toLabel }) => [fromLabel, toLabel])).toEqual([
      [null, STYLED.name],
      [STYLED.name, 'Cat'],
      ['Cat', STYLED.name],
    ]);
    expect((await predictions.find('p1'))?.feedback?.label).toBe(STYLED.name);
    expect(await samples.labels()).not.toContainEqual(STYLED);
  });

  it('become one where two meet, spelled as the one that had the key', async () => {
    const samples = sampleStore(database);
    await samples.put([newSample(1, STYLED), newSample(2, PLAIN)], 10);
    await samples.rekeyLabels([{ from: STYLED.key, to: PLAIN.key }]);
    const counts = await samples.count(0);
    expect(counts).toMatchObject([{ label: PLAIN.name, samples: 2 }]);
    expect(await samples.rekeyLabels([{ from: STYLED.key, to: PLAIN.key }])).toBe(0);
  });
});

describe('a label that the store has already', () => {
  it('is taken though it could not be given any more, and no other is', async () => {
    const samples = sampleStore(database);
    const old = { key: 'c\u00adat', name: 'C\u00adat' };
    await samples.put([newSample(1, old)], 10);
    const labels = new LabelReader(samples);
    expect(await labels.read('C\u00adAT')).toEqual(old);
    await expect(labels.read('D\u00adog')).rejects.toThrow(LabelError);
    expect(await labels.read('Cat')).toEqual({ key: 'cat', name: 'Cat' });
  });
});
