import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { InvalidCursorError } from '../../../src/store/invalid-cursor-error';
import { openPredictionStore } from '../../support/open-prediction-store';
import type {
  Prediction,
  PredictionFilter,
  PredictionStatistics,
  PredictionStore,
} from '../../../src/store/prediction';
import { anyPrediction, madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const { folder, remove } = temporaryFolder();
const newDirectory = (): string => mkdtempSync(path.join(folder, 'history-'));
const open: PredictionStore[] = [];
const log = rememberingLog();

async function openStore(directory = newDirectory()): Promise<PredictionStore> {
  const store = await openPredictionStore({ directory, log });
  open.push(store);
  return store;
}

afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  log.errors.splice(0);
});
afterAll(remove);

const anyHistory = fc.uniqueArray(anyPrediction, { selector: ({ id }) => id, maxLength: 40 });

describe('prediction store', () => {
  it('gives back what was recorded, before it is written and after', async () => {
    const store = await openStore();
    const prediction = madePrediction();
    store.record(prediction);
    expect(await store.find(prediction.id)).toEqual(prediction);
    await store.flush();
    expect(await store.find(prediction.id)).toEqual(prediction);
    expect(await store.find('unknown')).toBeUndefined();
  });

  it('keeps every field of every prediction over a restart', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        const directory = newDirectory();
        const before = await openStore(directory);
        history.forEach((prediction) => before.record(prediction));
        await before.close();
        const after = await openStore(directory);
        for (const prediction of history) {
          expect(await after.find(prediction.id)).toEqual(prediction);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('lists what was only just recorded', async () => {
    const store = await openStore();
    const prediction = madePrediction();
    store.record(prediction);
    expect(await store.list({}, 10)).toEqual({ predictions: [prediction], nextCursor: null });
  });

  it('pages through any history, by any filter, like a sorted array', async () => {
    // Enough predictions that pages end among those of one millisecond.
    const crowded = fc.uniqueArray(anyPrediction, {
      selector: ({ id }) => id,
      minLength: 10,
      maxLength: 40,
    });
    const anyFilter: fc.Arbitrary<PredictionFilter> = fc.record(
      {
        predictedClass: fc.constantFrom('Cat', 'Dog', 'Zebra'),
        from: fc.integer({ min: 999, max: 1004 }),
        to: fc.integer({ min: 999, max: 1004 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        crowded,
        anyFilter,
        fc.integer({ min: 1, max: 7 }),
        async (history, filter, limit) => {
          const store = await openStore();
          history.forEach((prediction) => store.record(prediction));
          expect(await allPages(store, filter, limit)).toEqual(expectedList(history, filter));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not repeat or skip when history grows between two pages', async () => {
    const store = await openStore();
    const [oldest, middle, newest] = [1, 2, 3].map((createdAt) => madePrediction({ createdAt }));
    [oldest!, middle!].forEach((prediction) => store.record(prediction));
    const first = await store.list({}, 1);
    store.record(newest!);
    const second = await store.list({}, 1, first.nextCursor!);
    expect([first, second].flatMap((page) => page.predictions)).toEqual([middle, oldest]);
    expect(second.nextCursor).toBeNull();
  });

  it('refuses a cursor it did not give', async () => {
    const store = await openStore();
    await expect(store.list({}, 10, 'bm9uc2Vuc2U')).rejects.toThrow(InvalidCursorError);
  });

  it('has statistics of nothing', async () => {
    const store = await openStore();
    expect(await store.statistics()).toEqual<PredictionStatistics>({
      total: 0,
      averageConfidence: null,
      minConfidence: null,
      maxConfidence: null,
      averageDurationMs: null,
      perClass: {},
    });
  });

  it('has the statistics of a plain computation, however it was written, also after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.integer({ min: 1, max: 10 }), async (history, flushEvery) => {
        const directory = newDirectory();
        const store = await openStore(directory);
        for (const [i, prediction] of history.entries()) {
          store.record(prediction);
          if (i % flushEvery === 0) await store.flush();
        }
        expectStatistics(await store.statistics(), history);
        await store.close();
        expectStatistics(await (await openStore(directory)).statistics(), history);
      }),
      { numRuns: 25 },
    );
  });

  it('counts a prediction once, however often it is recorded', async () => {
    const store = await openStore();
    const prediction = madePrediction();
    store.record(prediction);
    store.record(prediction);
    await store.flush();
    store.record({ ...prediction, predictedClass: 'Dog' });
    expect((await store.statistics()).perClass).toEqual({ Cat: 1 });
  });

  it('refuses a prediction that cannot be stored, with a line in the log, and keeps the others', async () => {
    const store = await openStore();
    store.record(madePrediction({ confidence: NaN }));
    store.record(madePrediction({ createdAt: 1.5 }));
    store.record(madePrediction({ id: '' }));
    store.record(madePrediction({ allProbabilities: { Cat: Infinity } }));
    store.record(madePrediction());
    expect((await store.statistics()).total).toBe(1);
    expect(log.errors).toHaveLength(4);
  });

  it('takes any file name', async () => {
    const store = await openStore();
    const hostile = madePrediction({ fileName: "a\0b'; drop table predictions; -- \ud800" });
    store.record(hostile);
    await store.flush();
    expect((await store.find(hostile.id))?.fileName).toBe(
      "a\uFFFDb'; drop table predictions; -- \uFFFD",
    );
  });

  it('drops, and says so, what comes after it is closed', async () => {
    const store = await openStore();
    await store.close();
    open.splice(0);
    store.record(madePrediction());
    expect(log.errors).toHaveLength(1);
  });
});

async function allPages(
  store: PredictionStore,
  filter: PredictionFilter,
  limit: number,
): Promise<Prediction[]> {
  const all: Prediction[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await store.list(filter, limit, cursor ?? undefined);
    expect(page.predictions.length).toBeLessThanOrEqual(limit);
    all.push(...page.predictions);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

function expectedList(
  history: readonly Prediction[],
  { predictedClass, from = -Infinity, to = Infinity }: PredictionFilter,
): Prediction[] {
  return history
    .filter((one) => predictedClass === undefined || one.predictedClass === predictedClass)
    .filter(({ createdAt }) => createdAt >= from && createdAt < to)
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

function expectStatistics(actual: PredictionStatistics, history: readonly Prediction[]): void {
  const confidences = history.map(({ confidence }) => confidence);
  const perClass: Record<string, number> = {};
  for (const { predictedClass } of history) {
    perClass[predictedClass] = (perClass[predictedClass] ?? 0) + 1;
  }
  expect(actual.total).toBe(history.length);
  expect(actual.perClass).toEqual(perClass);
  if (history.length === 0) return;
  expect(actual.minConfidence).toBe(Math.min(...confidences));
  expect(actual.maxConfidence).toBe(Math.max(...confidences));
  expect(actual.averageConfidence).toBeCloseTo(mean(confidences), 10);
  // Sums in another order differ in the last digits of a double.
  const duration = mean(history.map(({ durationMs }) => durationMs));
  expect(Math.abs(actual.averageDurationMs! - duration)).toBeLessThanOrEqual(duration * 1e-12);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
