import { Migrator } from 'kysely';
import { feedbackStore } from '../../../src/store/feedback';
import { jobStore } from '../../../src/store/jobs/job-store';
import { migrationProvider } from '../../../src/store/migrations/migration-provider';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { storedPredictions } from '../../../src/store/stored-predictions';
import { predictionStore } from '../../../src/store/prediction-store';
import { sampleStore } from '../../../src/store/samples/sample-store';
import type { NewSample } from '../../../src/store/samples/sample';
import { newSample } from '../../support/new-sample';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const BEFORE_ORDER = '0006-uncertain-index';

describe('a history that the release before has written', () => {
  it('keeps its order, its feedback and what is new since the last training', async () => {
    const { folder, remove } = temporaryFolder();
    let database = await openHistoryDatabase(folder);
    const sample = (id: string): NewSample => newSample(id, 'Cat');
    let store = predictionStore(storedPredictions(database), { log: rememberingLog() });
    store.record(madePrediction({ id: 'a', createdAt: 1 }));
    store.record(madePrediction({ id: 'b', createdAt: 2 }));
    await store.flush();
    const said = feedbackStore(database);
    await said.record({ predictionId: 'b', verdict: 'wrong', sample: sample('s1'), at: 10 });
    await said.record({ predictionId: 'a', verdict: 'correct', sample: sample('s2'), at: 20 });
    await jobStore(database).create({
      id: 'job',
      mode: 'head',
      settings: {},
      trigger: 'manual',
      baseVersion: 'tiny',
      createdAt: 15,
    });
    await sampleStore(database).put([sample('s3')], 30);
    const migrator = new Migrator({ db: database, provider: migrationProvider });
    const { error } = await migrator.migrateTo(BEFORE_ORDER);
    expect(error).toBeUndefined();
    await store.close();
    await database.destroy();

    database = await openHistoryDatabase(folder);
    store = predictionStore(storedPredictions(database), { log: rememberingLog() });
    const { predictions } = await store.list({}, 10);
    expect(predictions.map(({ id, createdAt, place }) => [id, createdAt, place])).toEqual([
      ['b', 2, undefined],
      ['a', 1, undefined],
    ]);
    expect(await feedbackStore(database).accuracy({ last: 1 })).toMatchObject({ accuracy: 1 });
    expect(await feedbackStore(database).accuracy({ last: 2 })).toMatchObject({ accuracy: 0.5 });
    const job = (await jobStore(database).find('job'))!;
    expect(job.createdAt).toBe(15);
    expect(await sampleStore(database).changesSince(job.sampleChange)).toMatchObject({ added: 2 });
    await store.close();
    await database.destroy();
    remove();
  });
});
