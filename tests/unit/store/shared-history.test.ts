import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { HistoryDatabaseError, historyFile } from '../../../src/store/open-history-database';
import { openPredictionStore } from '../../support/open-prediction-store';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const { folder, remove } = temporaryFolder();
const newDirectory = (): string => mkdtempSync(path.join(folder, 'history-'));
afterAll(remove);

describe('history shared by several instances', () => {
  it('is created once when they start together, and adds up what each records', async () => {
    const directory = path.join(newDirectory(), 'new', 'folder');
    const log = rememberingLog();
    const stores = await Promise.all([1, 2, 3].map(() => openPredictionStore({ directory, log })));
    for (let round = 0; round < 20; round += 1) {
      stores.forEach((store) => store.record(madePrediction({ confidence: round / 20 })));
      for (const store of stores) await store.flush();
    }
    for (const store of stores) {
      expect(await store.statistics()).toMatchObject({
        total: 60,
        minConfidence: 0,
        maxConfidence: 0.95,
        perClass: { Cat: 60 },
      });
    }
    for (const store of stores) await store.close();
    expect(log.errors).toEqual([]);
  });

  it('waits for another writer: nothing is lost, and reading goes on', async () => {
    const directory = newDirectory();
    const log = rememberingLog();
    const store = await openPredictionStore({ directory, log });
    const other = new DatabaseSync(historyFile(directory));
    const prediction = madePrediction();
    other.exec('begin immediate');

    store.record(prediction);
    await expect(store.flush()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(await store.find(prediction.id)).toEqual(prediction);
    expect((await store.statistics()).total).toBe(0);
    expect(log.errors).toContain('history cannot be written; it is kept and tried again');

    other.exec('rollback');
    other.close();
    expect((await store.statistics()).total).toBe(1);
    await store.close();
  });

  it('tells whoever closes it that the last predictions could not be written', async () => {
    const directory = newDirectory();
    const store = await openPredictionStore({ directory, log: rememberingLog() });
    const other = new DatabaseSync(historyFile(directory));
    other.exec('begin immediate');
    store.record(madePrediction());
    await expect(store.close()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.exec('rollback');
    other.close();
  });
});

describe('opening the history', () => {
  const log = rememberingLog();

  it('leaves one complete file behind when it is closed', async () => {
    const directory = newDirectory();
    const store = await openPredictionStore({ directory, log });
    store.record(madePrediction());
    await store.close();
    expect(readdirSync(directory)).toContain('history.sqlite');
    const copy = new DatabaseSync(historyFile(directory));
    expect(copy.prepare('pragma integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    expect(copy.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    copy.close();
  });

  it('refuses a file that is no database, naming it', async () => {
    const directory = newDirectory();
    writeFileSync(historyFile(directory), 'not a database, but long enough to look at'.repeat(50));
    const opening = openPredictionStore({ directory, log });
    await expect(opening).rejects.toThrow(HistoryDatabaseError);
    await expect(opening).rejects.toThrow(historyFile(directory));
  });

  it('refuses a folder that cannot be made, naming the file', async () => {
    const file = path.join(newDirectory(), 'file');
    writeFileSync(file, '');
    await expect(openPredictionStore({ directory: file, log })).rejects.toThrow(
      /history\.sqlite cannot be opened: EEXIST/,
    );
  });

  it('refuses a history that a newer version has migrated', async () => {
    const directory = newDirectory();
    await (await openPredictionStore({ directory, log })).close();
    const database = new DatabaseSync(historyFile(directory));
    database.exec("insert into kysely_migration values ('9999-future', '2030-01-01')");
    database.close();
    await expect(openPredictionStore({ directory, log })).rejects.toThrow(/9999-future/);
  });
});
