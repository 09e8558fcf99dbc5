import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import type { HistoryTables } from '../../../src/store/history-tables';
import { InvalidCursorError } from '../../../src/store/invalid-cursor-error';
import { JobOpenError, type JobStore, type NewJob } from '../../../src/store/jobs/job';
import { jobStore } from '../../../src/store/jobs/job-store';
import { openHistoryDatabase } from '../../../src/store/open-history-database';

let directory: string;
let database: Kysely<HistoryTables>;
let store: JobStore;

beforeEach(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'jobs-'));
  database = await openHistoryDatabase(directory);
  store = jobStore(database);
});
afterEach(async () => {
  await database.destroy();
  rmSync(directory, { recursive: true });
});

function job(id: string, changes: Partial<NewJob> = {}): NewJob {
  return {
    id,
    mode: 'head',
    settings: {},
    trigger: 'manual',
    baseVersion: 'one',
    createdAt: 1000,
    ...changes,
  };
}

const finish = (id: string): Promise<unknown> => store.change(id, { state: 'succeeded' });

describe('jobs', () => {
  it('are queued as they were asked for', async () => {
    const made = await store.create(job('a', { mode: 'full', settings: { epochs: 3 } }));
    expect(made).toMatchObject({
      id: 'a',
      mode: 'full',
      state: 'queued',
      settings: { epochs: 3 },
      attempts: 0,
      cancelRequested: false,
      startedAt: null,
      version: null,
    });
    expect(await store.find('a')).toEqual(made);
    expect(await store.open()).toEqual(made);
    expect(await store.find('b')).toBeUndefined();
  });

  it('are never two at once, in whatever instance they were asked for', async () => {
    const other = jobStore(database);
    await store.create(job('a'));
    await expect(other.create(job('b'))).rejects.toThrow(JobOpenError);
    await finish('a');
    await other.create(job('b'));
    expect((await store.latest())?.id).toBe('b');
  });

  it('are taken by one instance, and by another when it has been silent', async () => {
    await store.create(job('a'));
    expect(await store.claim('first', 2000)).toMatchObject({
      id: 'a',
      state: 'running',
      attempts: 1,
      startedAt: 2000,
    });
    expect(await store.claim('second', 2100)).toBeUndefined();
    const { hold: old } = (await store.find('a'))!;
    expect(old).toEqual({ owner: 'first', heartbeat: 2000 });
    const { hold } = (await store.heartbeat('a', 'first', 5000))!;
    expect(await store.claim('second', 5100, old!)).toBeUndefined();
    expect(await store.claim('second', 9000, { ...hold!, owner: 'third' })).toBeUndefined();
    expect(await store.claim('second', 9000, hold!)).toMatchObject({
      attempts: 2,
      startedAt: 2000,
      hold: { owner: 'second', heartbeat: 9000 },
    });
    expect(await store.heartbeat('a', 'first', 9001)).toBeUndefined();
  });

  it('show every sign of life, also by a clock that stands still or was set back', async () => {
    await store.create(job('a'));
    await store.claim('first', 2000);
    const heartbeats: number[] = [];
    for (const now of [2000, 2000, 1000, 1000]) {
      heartbeats.push((await store.heartbeat('a', 'first', now))!.hold!.heartbeat);
    }
    expect(heartbeats).toEqual([2001, 2002, 2003, 2004]);
  });

  it('are taken at once when they were let go, which costs no attempt', async () => {
    await store.create(job('a'));
    await store.claim('first', 2000);
    await store.release('a', 'second');
    expect(await store.claim('second', 2001)).toBeUndefined();
    await store.release('a', 'first');
    expect(await store.claim('second', 2002)).toMatchObject({ attempts: 1 });
  });

  it('are in the order in which they were asked for, whatever the clock said', async () => {
    for (const [id, createdAt] of [
      ['ahead', 9000],
      ['b', 1000],
      ['a', 1001],
    ] as const) {
      await store.create(job(id, { createdAt }));
      expect((await store.latest())?.id).toBe(id);
      await finish(id);
      expect((await store.latestIn(['succeeded']))?.id).toBe(id);
    }
    const first = await store.list(2);
    const { jobs } = await store.list(2, first.nextCursor!);
    expect([...first.jobs, ...jobs].map(({ id, createdAt }) => [id, createdAt])).toEqual([
      ['a', 1001],
      ['b', 1000],
      ['ahead', 9000],
    ]);
  });

  it('change no more once they are over', async () => {
    await store.create(job('a'));
    await store.change('a', {
      state: 'rejected',
      endedAt: 3000,
      version: 'two',
      accuracy: 0.5,
      gate: { verdict: 'rejected', compared_with: 'one', rules: [] },
    });
    expect(await store.change('a', { state: 'running' })).toBeUndefined();
    expect(await store.requestCancel('a')).toBeUndefined();
    expect(await store.claim('first', 4000)).toBeUndefined();
    expect(await store.find('a')).toMatchObject({
      state: 'rejected',
      endedAt: 3000,
      version: 'two',
      gate: { verdict: 'rejected' },
    });
    expect((await store.latestIn(['rejected']))?.id).toBe('a');
    expect(await store.latestIn(['succeeded'])).toBeUndefined();
  });

  it('remember that somebody wants them to end', async () => {
    await store.create(job('a'));
    expect(await store.requestCancel('a')).toMatchObject({ cancelRequested: true });
    expect(await store.claim('first', 2000)).toMatchObject({ cancelRequested: true });
  });

  it('are listed a page at a time, the newest first', async () => {
    for (const [i, id] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      await store.create(job(id, { createdAt: 1000 + Math.floor(i / 2) }));
      await finish(id);
    }
    const first = await store.list(2);
    const second = await store.list(2, first.nextCursor!);
    const third = await store.list(2, second.nextCursor!);
    const ids = [first, second, third].flatMap(({ jobs }) => jobs.map(({ id }) => id));
    expect(ids).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(third.nextCursor).toBeNull();
    await expect(store.list(2, 'not ours')).rejects.toThrow(InvalidCursorError);
  });

  it('tell what happened in them, in order, from any place on', async () => {
    await store.create(job('a'));
    const first = await store.record('a', 1, 'state', { state: 'queued' });
    await store.record('a', 2, 'log', { line: 'one' });
    await store.record('a', 3, 'progress', { done: 1 });
    await store.record('a', 4, 'log', { line: 'two' });
    const events = await store.events('a', first.seq, 10);
    expect(events.map(({ kind }) => kind)).toEqual(['log', 'progress', 'log']);
    expect(await store.events('a', events[1]!.seq, 10)).toEqual([events[2]]);
    expect(await store.events('a', 0, 1)).toEqual([first]);
    const tail = await store.logTail('a', 1);
    expect(tail.map(({ data }) => data)).toEqual([{ line: 'two' }]);
  });
});
