import fc from 'fast-check';
import type { Kysely } from 'kysely';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { storedImages } from '../../../src/store/prediction-images/stored-images';
import type {
  Prediction,
  PredictionFilter,
  PredictionOrder,
  StoredPredictions,
} from '../../../src/store/prediction';
import { predictionStore } from '../../../src/store/prediction-store';
import { storedPredictions } from '../../../src/store/stored-predictions';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const COUNT = 60;
const folder = temporaryFolder();
let database: Kysely<HistoryTables>;
let stored: StoredPredictions;
const history: Prediction[] = Array.from({ length: COUNT }, (_, i) =>
  madePrediction({
    id: `p${String(i).padStart(3, '0')}`,
    createdAt: 1000 + Math.floor(i / 3), // pages end among those of one millisecond
    predictedClass: ['Cat', 'Dog', 'Frog'][i % 3]!,
    modelVersion: ['v1', 'v2'][i % 2]!,
    confidence: ((i * 37) % 100) / 100,
    uncertain: i % 7 === 0,
    fileName: i % 11 === 0 ? `special-${i}.png` : `image-${i}.png`,
  }),
);

beforeAll(async () => {
  database = await openHistoryDatabase(folder.folder);
  stored = storedPredictions(database);
  await stored.insert(history);
  await storedImages(database).insert(
    history.map(({ id, createdAt, confidence }) => ({
      predictionId: id,
      createdAt,
      confidence,
      file: Buffer.from(id.padEnd(64, '0')),
      format: 'png',
      width: 32,
      height: 32,
    })),
    1e9,
  );
});
afterAll(async () => {
  await database.destroy();
  folder.remove();
});

const anyFilter: fc.Arbitrary<PredictionFilter> = fc.record(
  {
    predictedClass: fc.constantFrom('Cat', 'Dog', 'Zebra'),
    modelVersion: fc.constantFrom('v1', 'v2'),
    from: fc.integer({ min: 999, max: 1021 }),
    to: fc.integer({ min: 999, max: 1021 }),
    minConfidence: fc.constantFrom(0, 0.3, 0.9),
    maxConfidence: fc.constantFrom(0.2, 0.8, 1),
    uncertain: fc.boolean(),
    feedback: fc.constant('none' as const),
    search: fc.constantFrom('special', 'IMAGE-1', 'p007', 'nothing'),
  },
  { requiredKeys: [] },
);

function fits(prediction: Prediction, filter: PredictionFilter): boolean {
  const { predictedClass, modelVersion, from, to, minConfidence, maxConfidence } = filter;
  const { uncertain, search } = filter;
  return (
    (predictedClass === undefined || prediction.predictedClass === predictedClass) &&
    (modelVersion === undefined || prediction.modelVersion === modelVersion) &&
    (from === undefined || prediction.createdAt >= from) &&
    (to === undefined || prediction.createdAt < to) &&
    (minConfidence === undefined || prediction.confidence >= minConfidence) &&
    (maxConfidence === undefined || prediction.confidence <= maxConfidence) &&
    (uncertain === undefined || prediction.uncertain === uncertain) &&
    (search === undefined ||
      prediction.id === search ||
      prediction.fileName.toLowerCase().includes(search.toLowerCase()))
  );
}

function inOrder(order: PredictionOrder): Prediction[] {
  const byId = (a: Prediction, b: Prediction): number => (a.id < b.id ? -1 : 1);
  return order === 'time'
    ? history.toSorted((a, b) => b.createdAt - a.createdAt || byId(b, a))
    : history.toSorted((a, b) => a.confidence - b.confidence || byId(a, b));
}

describe.each<PredictionOrder>(['time', 'uncertainty'])('looking at history by %s', (order) => {
  it('finds all that fits, in order, however few it looks at at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 80 }),
        async (filter, limit, most) => {
          const found: Prediction[] = [];
          let cursor: string | undefined;
          let looks = 0;
          do {
            const page = await stored.look(order, { filter, limit, cursor, most });
            expect(page.predictions.length).toBeLessThanOrEqual(limit);
            found.push(...page.predictions);
            cursor = page.nextCursor ?? undefined;
            looks += 1;
          } while (cursor !== undefined && looks <= 2 * COUNT);
          expect(cursor).toBeUndefined();
          const expected = inOrder(order).filter((prediction) => fits(prediction, filter));
          expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('stops after so many, with a cursor to look further', async () => {
    const look = { filter: { search: 'nothing' }, limit: 5, cursor: undefined, most: 10 };
    const page = await stored.look(order, look);
    expect(page.predictions).toEqual([]);
    expect(page.nextCursor).not.toBeNull();
  });
});

describe('a page of history', () => {
  it('is not asked for any more when the client has gone', async () => {
    const gone = new AbortController();
    const look = jest.fn((...parameters: Parameters<StoredPredictions['look']>) => {
      gone.abort();
      return stored.look(...parameters).then((page) => ({ ...page, predictions: [] }));
    });
    const store = predictionStore({ ...stored, look }, { log: rememberingLog() });
    const listing = store.list({ search: 'nothing' }, 5, undefined, 'time', gone.signal);
    await expect(listing).resolves.toMatchObject({ predictions: [] }); // few: one look is enough
    expect(look).toHaveBeenCalledTimes(1);
    await expect(
      store.list({ search: 'nothing' }, 5, undefined, 'time', gone.signal),
    ).rejects.toThrow(/abort/);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
