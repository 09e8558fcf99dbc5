import type { Kysely } from 'kysely';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { storedImages } from '../../../src/store/prediction-images/stored-images';
import type { PredictionStore } from '../../../src/store/prediction';
import { predictionStore } from '../../../src/store/prediction-store';
import { storedPredictions } from '../../../src/store/stored-predictions';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const folder = temporaryFolder();
afterAll(folder.remove);

let database: Kysely<HistoryTables>;
let store: PredictionStore;
let count = 0;
beforeEach(async () => {
  database = await openHistoryDatabase(`${folder.folder}/${String(count++)}`);
  store = predictionStore(storedPredictions(database), { log: rememberingLog() });
  for (let i = 1; i <= 450; i += 1) {
    store.record(madePrediction({ id: `p${String(i).padStart(4, '0')}`, createdAt: i }));
  }
  await store.flush();
});
afterEach(() => database.destroy());

async function kept(): Promise<readonly string[]> {
  const { predictions } = await store.list({}, 1000);
  return predictions.map(({ id }) => id);
}

describe('pruning the history', () => {
  it('removes what is too old, in steps, and keeps the totals', async () => {
    await store.prune({ before: 441 });
    expect((await kept()).toSorted()).toEqual(
      [441, 442, 443, 444, 445, 446, 447, 448, 449, 450].map((i) => `p0${i}`),
    );
    expect((await store.statistics()).total).toBe(450);
  });

  it('keeps so many of the newest', async () => {
    await store.prune({ maxRows: 3 });
    expect(await kept()).toEqual(['p0450', 'p0449', 'p0448']);
    await store.prune({ maxRows: 3, before: 450 });
    expect(await kept()).toEqual(['p0450']);
  });

  it('keeps all of it where there is no limit, or less than the limit', async () => {
    await store.prune({});
    await store.prune({ maxRows: 450 });
    expect(await kept()).toHaveLength(450);
  });

  it('removes the images of what it removes, and no other', async () => {
    const images = storedImages(database);
    await images.insert(
      ['p0001', 'p0450'].map((predictionId) => ({
        predictionId,
        createdAt: 1,
        confidence: 0.5,
        file: Buffer.alloc(3072, predictionId),
        format: 'png',
        width: 32,
        height: 32,
      })),
      1e9,
    );
    await store.prune({ maxRows: 1 });
    expect(await images.kept(['p0001', 'p0450'])).toEqual(new Set(['p0450']));
    expect(await images.totals()).toEqual({ images: 1, bytes: 3072 });
    expect(await images.file('p0001')).toBeUndefined();
    expect(await images.file('p0450')).toHaveLength(3072);
  });
});
