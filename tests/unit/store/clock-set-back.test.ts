import type { Kysely } from 'kysely';
import { feedbackStore } from '../../../src/store/feedback';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { storedPredictions } from '../../../src/store/stored-predictions';
import { predictionStore } from '../../../src/store/prediction-store';
import type { PredictionStore } from '../../../src/store/prediction';
import { scanPredictions } from '../../../src/store/read-predictions';
import { sampleStore } from '../../../src/store/samples/sample-store';
import type { SampleStore } from '../../../src/store/samples/sample';
import { newSample } from '../../support/new-sample';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY = Date.UTC(2026, 5, 15, 12);
const AHEAD = TODAY + 2 * DAY_MS;

let database: Kysely<HistoryTables>;
let store: PredictionStore;
let samples: SampleStore;
let remove: () => void;

beforeEach(async () => {
  const temporary = temporaryFolder();
  remove = temporary.remove;
  database = await openHistoryDatabase(temporary.folder);
  store = predictionStore(storedPredictions(database), { log: rememberingLog() });
  samples = sampleStore(database);
});
afterEach(async () => {
  await store.close();
  await database.destroy();
  remove();
});

describe('a clock that was two days ahead and is set right', () => {
  // In the order in which they were made; the last two got places after the ones before.
  const made = [
    { id: 'yesterday', createdAt: TODAY - DAY_MS },
    { id: 'ahead', createdAt: AHEAD },
    { id: 'now', createdAt: TODAY, place: AHEAD + 1 },
    { id: 'later', createdAt: TODAY + HOUR_MS, place: AHEAD + 2 },
  ];
  beforeEach(async () => {
    for (const fields of made) store.record(madePrediction(fields));
    await store.flush();
  });
  const idsOf = async (...asked: Parameters<PredictionStore['list']>): Promise<string[]> =>
    (await store.list(...asked)).predictions.map(({ id }) => id);

  it('leaves the history in the order in which it was made, with its true times', async () => {
    const { predictions } = await store.list({}, 10);
    expect(predictions.map(({ id, createdAt }) => ({ id, createdAt }))).toEqual(
      made.map(({ id, createdAt }) => ({ id, createdAt })).reverse(),
    );
    expect(await store.find('later')).toEqual(madePrediction(made[3]));
  });

  it('leaves its pages without gaps and repeats', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({}, 1, cursor);
      ids.push(...page.predictions.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual(['later', 'now', 'ahead', 'yesterday']);
    const scanned: string[] = [];
    for await (const page of scanPredictions(database, 1)) scanned.push(...page.map((p) => p.id));
    expect(scanned).toEqual(ids.toReversed());
  });

  it('finds the predictions of a day by their true times', async () => {
    const day = (start: number): { from: number; to: number } => ({
      from: start,
      to: start + DAY_MS,
    });
    const midnight = TODAY - 12 * HOUR_MS;
    expect(await idsOf(day(midnight), 10)).toEqual(['later', 'now']);
    expect(await idsOf(day(midnight - DAY_MS), 10)).toEqual(['yesterday']);
    expect(await idsOf(day(midnight + 2 * DAY_MS), 10)).toEqual(['ahead']);
    expect(await idsOf({ from: TODAY + 1 }, 10)).toEqual(['later', 'ahead']);
    expect(await idsOf({ to: TODAY }, 10)).toEqual(['yesterday']);
  });

  it('counts them in the hours in which they were made', async () => {
    expect((await store.activity(TODAY)).predictions).toBe(3);
    expect((await store.activity(TODAY + HOUR_MS)).predictions).toBe(2);
  });

  it('lists samples in the order in which they came, and counts what changed since a training', async () => {
    await samples.put([newSample('ahead', 'Cat')], AHEAD);
    await samples.put([newSample('now', 'Cat'), newSample('beside', 'Cat')], TODAY);
    await samples.put([newSample('later', 'Cat')], TODAY + 1);
    const first = await samples.list({}, 2);
    const second = await samples.list({}, 2, first.nextCursor!);
    const listed = [...first.samples, ...second.samples];
    expect(listed.map(({ id, createdAt }) => [id, createdAt])).toEqual([
      ['later', TODAY + 1],
      ['now', TODAY],
      ['beside', TODAY],
      ['ahead', AHEAD],
    ]);
    const trainedUpTo = listed.at(-1)!.lastChange; // a training that was asked for in between
    expect(await samples.changesSince(trainedUpTo)).toMatchObject({ added: 3, samples: 3 });
    expect(await samples.count(trainedUpTo)).toMatchObject([{ samples: 4, changed: 3 }]);
    expect(await samples.count(0)).toMatchObject([{ samples: 4, changed: 4 }]);
  });

  it('takes the last feedback for the last', async () => {
    const feedback = feedbackStore(database);
    const say = (predictionId: string, verdict: 'correct' | 'wrong', at: number): unknown =>
      feedback.record({ predictionId, verdict, sample: newSample(predictionId, 'Cat'), at });
    await say('ahead', 'wrong', AHEAD);
    await say('now', 'correct', TODAY);
    expect(await feedback.accuracy({ last: 1 })).toMatchObject({ predictions: 1, accuracy: 1 });
  });
});
