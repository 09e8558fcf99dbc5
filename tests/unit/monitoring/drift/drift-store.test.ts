import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NewDriftSums } from '../../../../src/store/drift/drift-window';
import { openStorage, type Storage } from '../../../../src/store/open-storage';

const VERSION = { name: 'v1', identity: 'a' };
const RULES = { pictures: 100, maxAgeMs: 86_400_000, kept: 3 };

function sumsOf(pictures: number, at: number, strangeness = pictures): NewDriftSums {
  return {
    version: VERSION,
    firstAt: at,
    lastAt: at + 1,
    sums: Float64Array.of(pictures, 3 * pictures),
    strangest: [{ predictionId: `p${String(at)}`, strangeness }],
  };
}

describe('the windows in the database', () => {
  let folder: string;
  let storage: Storage;
  let other: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'drift-'));
    storage = await openStorage(folder);
    other = await openStorage(folder);
  });

  afterEach(async () => {
    await Promise.all([storage.close(), other.close()]);
    await rm(folder, { recursive: true });
  });

  it('add up what several instances have seen at the same time', async () => {
    const flushes = Array.from({ length: 30 }, (_, i) =>
      (i % 2 === 0 ? storage : other).drift.add(sumsOf(3, i), RULES),
    );
    expect((await Promise.all(flushes)).flat()).toEqual([]);
    const [window, ...more] = await storage.drift.windows(VERSION, 9);
    expect(more).toEqual([]);
    expect(window).toMatchObject({ isClosed: false, firstAt: 0, lastAt: 30 });
    expect([...window!.sums]).toEqual([90, 270]);
  });

  it('go on after a restart where they were', async () => {
    await storage.drift.add(sumsOf(40, 1), RULES);
    await storage.close();
    storage = await openStorage(folder);
    const closed = await storage.drift.add(sumsOf(60, 2), RULES);
    const [window] = await storage.drift.windows(VERSION, 1);
    expect(closed).toEqual([window!.id]);
    expect([...window!.sums]).toEqual([100, 300]);
  });

  it('are closed when they are full, and another one is opened then', async () => {
    await storage.drift.add(sumsOf(150, 1), RULES);
    await storage.drift.add(sumsOf(10, 2), RULES);
    const windows = await storage.drift.windows(VERSION, 9);
    expect(windows.map(({ isClosed, sums }) => [isClosed, sums[0]])).toEqual([
      [false, 10],
      [true, 150],
    ]);
  });

  it('are closed when they are old, and when sums of another release come', async () => {
    await storage.drift.add(sumsOf(10, 0), RULES);
    const [old] = await storage.drift.windows(VERSION, 1);
    expect(await storage.drift.add(sumsOf(10, RULES.maxAgeMs), RULES)).toEqual([old!.id]);
    const [open] = await storage.drift.windows(VERSION, 1);
    const longer = { ...sumsOf(10, RULES.maxAgeMs + 5), sums: Float64Array.of(10, 1, 2) };
    expect(await storage.drift.add(longer, RULES)).toEqual([open!.id]);
  });

  it('remember the strangest pictures', async () => {
    for (let i = 0; i < 20; i++) await storage.drift.add(sumsOf(1, i, (7 * i) % 20), RULES);
    const [window] = await storage.drift.windows(VERSION, 1);
    expect(window!.strangest.map(({ strangeness }) => strangeness)).toEqual([
      19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8,
    ]);
  });

  it('are forgotten when newer ones are there, each version and each of a name apart', async () => {
    const again = { ...sumsOf(100, 0), version: { name: 'v1', identity: 'b' } };
    await storage.drift.add(again, RULES);
    for (let i = 1; i <= 6; i++) await storage.drift.add(sumsOf(100, i), RULES);
    const windows = await storage.drift.windows(VERSION, 9);
    expect(windows.map(({ firstAt }) => firstAt)).toEqual([6, 5, 4]);
    expect(await storage.drift.windows(again.version, 9)).toHaveLength(1);
  });
});
