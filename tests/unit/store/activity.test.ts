import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Migrator } from 'kysely';
import { migrationProvider } from '../../../src/store/migrations/migration-provider';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { openPredictionStore } from '../../support/open-prediction-store';
import type { Prediction, PredictionStore } from '../../../src/store/prediction';
import { recordingLogger } from '../../support/recording-logger';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const HOUR_MS = 3_600_000;

let directory: string;
let store: PredictionStore;

beforeEach(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'activity-'));
  store = await openPredictionStore({ directory, log: recordingLogger() });
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

function prediction(id: string, changes: Partial<Prediction> = {}): Prediction {
  return {
    id,
    createdAt: NOON,
    fileName: 'a.png',
    predictedClass: 'Cat',
    predictedClassIndex: 0,
    confidence: 0.5,
    durationMs: 1,
    modelVersion: 'one',
    allProbabilities: { Cat: 0.5, Dog: 0.5 },
    uncertain: false,
    ...changes,
  };
}

describe('activity', () => {
  it('counts predictions by class from the hour asked for on', async () => {
    store.record(prediction('a', { createdAt: NOON - 1 }));
    store.record(prediction('b'));
    store.record(prediction('c', { createdAt: NOON + HOUR_MS, uncertain: true }));
    store.record(prediction('d', { createdAt: NOON + HOUR_MS, predictedClass: 'Dog' }));
    const { predictions, uncertain, perClass } = await store.activity(NOON + 1);
    expect({ predictions, uncertain, perClass }).toEqual({
      predictions: 3,
      uncertain: 1,
      perClass: { Cat: 2, Dog: 1 },
    });
    expect((await store.activity(0)).predictions).toBe(4);
  });

  it('counts all predictions by confidence, certainty included', async () => {
    for (const [i, confidence] of [0, 0.049, 0.05, 0.5, 1].entries()) {
      store.record(prediction(String(i), { confidence }));
    }
    const { confidence } = await store.activity(NOON);
    expect(confidence).toHaveLength(20);
    expect([confidence[0], confidence[1], confidence[10], confidence[19]]).toEqual([2, 1, 1, 1]);
  });

  it('counts a prediction once, however often it is written', async () => {
    store.record(prediction('a'));
    await store.flush();
    store.record(prediction('a'));
    expect((await store.activity(NOON)).predictions).toBe(1);
  });

  it('takes over what was there before it was counted', async () => {
    store.record(prediction('a', { confidence: 1 }));
    store.record(prediction('b', { confidence: 0.12, predictedClass: 'Dog', uncertain: true }));
    const counted = await store.activity(0);
    await store.close();
    await undoMigration(directory);
    store = await openPredictionStore({ directory, log: recordingLogger() });
    expect(await store.activity(0)).toEqual(counted);
  });
});

/** Leaves the database as it was before activity was counted. */
async function undoMigration(folder: string): Promise<void> {
  const database = await openHistoryDatabase(folder);
  const { error } = await new Migrator({ db: database, provider: migrationProvider }).migrateTo(
    '0004-activations',
  );
  await database.destroy();
  if (error !== undefined) throw new Error('it cannot be undone', { cause: error });
}
