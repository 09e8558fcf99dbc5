import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { InvalidCursorError } from '../../../src/store/invalid-cursor-error';
import { JobOpenError, type NewJob } from '../../../src/store/jobs/job';
import { HistoryDatabaseError, historyFile } from '../../../src/store/open-history-database';
import { openStorage, type Storage } from '../../../src/store/open-storage';
import { StorageError } from '../../../src/store/storage-error';
import { StorageThread } from '../../../src/store/threads/storage-thread';
import { madePrediction, temporaryFolder } from './made-predictions';

const { folder, remove } = temporaryFolder();
const newDirectory = (): string => mkdtempSync(path.join(folder, 'history-'));
afterAll(remove);

describe('the database in threads of its own', () => {
  let directory: string;
  let storage: Storage;
  beforeEach(async () => {
    directory = newDirectory();
    storage = await openStorage(directory);
  });
  afterEach(() => storage.close());

  const job: NewJob = {
    id: 'job-1',
    mode: 'head',
    settings: {},
    trigger: 'manual',
    baseVersion: 'v1',
    createdAt: 1,
  } as unknown as NewJob;

  it('gives every kind of value back as it was', async () => {
    const prediction = madePrediction({ allProbabilities: { Cat: 0.25, Dog: 1e-20 } });
    expect(await storage.predictions.insert([prediction])).toBe(1);
    expect(await storage.predictions.find(prediction.id)).toEqual(prediction);
    expect(await storage.predictions.find('unknown')).toBeUndefined();
    const file = Uint8Array.from({ length: 3072 }, (_, i) => i % 256);
    const size = { format: 'png', width: 40, height: 30 };
    const image = { predictionId: prediction.id, createdAt: 1, confidence: 0.5, file, ...size };
    await storage.images.insert([image], 1e9);
    expect(await storage.images.find(prediction.id)).toEqual({ ...size, thumbnail: null });
    expect(await storage.images.file(prediction.id)).toEqual(file);
    expect(await storage.images.kept([prediction.id, 'unknown'])).toEqual(new Set([prediction.id]));
  });

  it('throws what the stores throw, as their callers know it', async () => {
    const look = { filter: {}, limit: 1, cursor: 'nonsense', most: 1 };
    await expect(storage.predictions.look('time', look)).rejects.toThrow(InvalidCursorError);
    await storage.jobs.create(job);
    await expect(storage.jobs.create({ ...job, id: 'job-2' })).rejects.toThrow(JobOpenError);
  });

  it('sees a change in every later read, in the order of the changes', async () => {
    for (let i = 0; i < 20; i += 1) {
      const { id } = madePrediction();
      void storage.predictions.insert([madePrediction({ id, fileName: 'first' })]);
      await storage.predictions.insert([madePrediction({ id, fileName: 'second' })]);
      expect((await storage.predictions.find(id))?.fileName).toBe('first');
    }
  });

  it('reads while another process holds the lock, and says that changes have to wait', async () => {
    const other = new DatabaseSync(historyFile(directory));
    other.exec('begin immediate');
    const change = storage.predictions.insert([madePrediction()]);
    expect(await storage.predictions.statistics()).toMatchObject({ total: 0 });
    await expect(change).rejects.toThrow(StorageError);
    await expect(change).rejects.toMatchObject({ problem: 'locked', code: 'SQLITE_BUSY' });
    await expect(storage.check()).rejects.toMatchObject({ problem: 'locked' });
    other.exec('rollback');
    other.close();
    await storage.check();
    expect(await storage.predictions.insert([madePrediction()])).toBe(1);
  });

  it('refuses calls that wait behind others for longer than they would wait for the lock', async () => {
    const other = new DatabaseSync(historyFile(directory));
    other.exec('begin immediate');
    const first = storage.predictions.insert([madePrediction()]);
    const second = storage.predictions.insert([madePrediction()]);
    const outcomes = await Promise.allSettled([first, second]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    other.exec('rollback');
    other.close();
  });

  it('leaves one complete file behind', async () => {
    await storage.predictions.insert([madePrediction()]);
    await storage.predictions.statistics();
    await storage.close();
    expect(readdirSync(directory)).toEqual(['history.sqlite']);
    await expect(storage.predictions.statistics()).rejects.toThrow('the storage is closed');
  });
});

describe('a thread of the database that has ended', () => {
  /** Starting a thread takes a while on a busy machine. */
  const patient = { lockWaitMs: 20_000 };

  it('is followed by another one, which carries out what is asked then', async () => {
    const thread = new StorageThread({ role: 'writer', directory: newDirectory() });
    await thread.start();
    const insert = (): Promise<unknown> =>
      thread.call('predictions', 'insert', [[madePrediction()]], patient);
    expect(await insert()).toBe(1);
    await thread.call('connection', 'close', [], patient); // it ends by itself
    // A call that is on its way when the thread ends goes with it, and is told so.
    const [next] = await Promise.allSettled([insert()]);
    expect(next).toMatchObject(
      next.status === 'fulfilled' ? { value: 1 } : { reason: { problem: 'broken' } },
    );
    expect(await insert()).toBe(1);
    const statistics = thread.call('predictions', 'statistics', [], patient);
    expect(await statistics).toMatchObject({ total: next.status === 'fulfilled' ? 3 : 2 });
    await thread.close();
  });

  it('says that the database is broken when no other one can open it', async () => {
    const directory = newDirectory();
    const thread = new StorageThread({ role: 'writer', directory });
    await thread.start();
    await thread.call('connection', 'close', [], patient);
    writeFileSync(historyFile(directory), 'not a database, but long enough to look at'.repeat(50));
    const call = thread.call('predictions', 'statistics', [], patient);
    await expect(call).rejects.toMatchObject({ name: 'StorageError', problem: 'broken' });
    await thread.close();
  });
});

describe('opening it', () => {
  it('says which file cannot be opened, and why', async () => {
    const directory = newDirectory();
    writeFileSync(historyFile(directory), 'not a database, but long enough to look at'.repeat(50));
    const opening = openStorage(directory);
    await expect(opening).rejects.toThrow(HistoryDatabaseError);
    await expect(opening).rejects.toThrow(
      /history\.sqlite cannot be opened: file is not a database/,
    );
  });
});
