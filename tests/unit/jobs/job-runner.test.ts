import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { JobRunner, NothingActiveError, type JobRunnerOptions } from '../../../src/jobs/job-runner';
import type { Retraining, UnexpectedEnd } from '../../../src/jobs/retraining-process';
import type { HistoryTables } from '../../../src/store/history-tables';
import { isOver, type Job, type JobState, type JobStore } from '../../../src/store/jobs/job';
import { jobStore } from '../../../src/store/jobs/job-store';
import { OvertakenError } from '../../../src/serving/errors';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import type { RetrainMessage, RetrainTask } from '../../../src/training/retrain/messages';
import { recordingLogger } from '../../support/recording-logger';
import { writeSuccessor } from '../../support/successors';
import { tinyModelVersion, writeTinyVersion } from '../../support/tiny-version';

type End = Extract<RetrainMessage, { kind: 'done' | 'failed' }> | UnexpectedEnd;

/** A retraining that does what the test says. */
interface FakeProcess {
  readonly task: RetrainTask;
  readonly say: (message: RetrainMessage) => void;
  readonly end: (how: End) => void;
  isKilled: boolean;
}

const TICK_MS = 5;
const PASSED = { verdict: 'passed', compared_with: 'tiny', rules: [] } as const;
const DONE: End = { kind: 'done', version: 'new', accuracy: 0.9, gate: { ...PASSED, rules: [] } };

let directory: string;
let database: Kysely<HistoryTables>;
let store: JobStore;
let nowMs: number;
/** It goes on whatever the clock says. */
let elapsedMs: number;
let runners: JobRunner[];
let processes: FakeProcess[];
let promoted: string[];
let ids: number;

beforeEach(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'runner-'));
  database = await openHistoryDatabase(directory);
  store = jobStore(database);
  nowMs = 1_000_000;
  elapsedMs = 0;
  runners = [];
  processes = [];
  promoted = [];
  ids = 0;
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await database.destroy();
  rmSync(directory, { recursive: true });
});

function runner(changes: Partial<JobRunnerOptions> = {}): JobRunner {
  const made = new JobRunner({
    store,
    active: {
      current: { version: tinyModelVersion(), classifier: {} as never },
      promote: (name) => {
        promoted.push(name);
        return Promise.resolve(tinyModelVersion());
      },
    },
    startRetraining: startFake,
    folders: { models: 'models', data: 'data', persistence: directory },
    defaults: { epochs: 10, batchSize: 500, network: 'standard', recipe: 'short' },
    promotes: true,
    maxLossOfAccuracy: 0.005,
    producerVersion: '0',
    logger: recordingLogger(),
    now: () => new Date(nowMs),
    monotonicMs: () => elapsedMs,
    newId: () => `id-${String(ids++).padStart(4, '0')}`,
    tickMs: TICK_MS,
    ...changes,
  });
  runners.push(made);
  return made;
}

function startFake(task: RetrainTask, onMessage: (message: RetrainMessage) => void): Retraining {
  let end: (how: End) => void = () => undefined;
  const ended = new Promise<End>((resolve) => (end = resolve));
  const fake: FakeProcess = {
    task,
    say: onMessage,
    end,
    isKilled: false,
  };
  processes.push(fake);
  return {
    ended,
    kill() {
      fake.isKilled = true;
      end({ reason: 'the retraining process ended by SIGKILL' });
    },
  };
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}

const process = (n: number): Promise<FakeProcess> => until(() => processes[n]);
const inState = (id: string, state: JobState): Promise<Job> =>
  until(async () => {
    const job = await store.find(id);
    return job?.state === state ? job : undefined;
  });

describe('the job runner', () => {
  it('does a job from the request to the promotion, and tells what happens', async () => {
    const jobs = runner();
    jobs.start();
    const { id } = await jobs.submit('full', { epochs: 2 }, 'manual');
    const { task, say, end } = await process(0);
    expect(task).toMatchObject({
      mode: 'full',
      job: id,
      baseVersion: 'tiny',
      settings: { epochs: 2, batchSize: 500, network: 'standard', recipe: 'short' },
    });
    expect(jobs.isUsing('tiny') && jobs.isUsing(task.name)).toBe(true);

    say({ kind: 'log', line: 'reading' });
    say({
      kind: 'progress',
      progress: { phase: 'training', done: 1, total: 4, epoch: 1, epochs: 2, etaSeconds: 9 },
    });
    const record = { epoch: 1, loss: 2, accuracy: 0.5, val_accuracy: 0.6, seconds: 3 };
    say({ kind: 'epoch', record });
    say({ kind: 'progress', progress: { phase: 'evaluating', done: 0, total: 1 } });
    expect(await inState(id, 'evaluating')).toMatchObject({ epochs: [record] });

    end(DONE);
    expect(await inState(id, 'succeeded')).toMatchObject({
      version: 'new',
      accuracy: 0.9,
      gate: PASSED,
      endedAt: nowMs,
    });
    expect(promoted).toEqual(['new']);
    const events = await until(async () => {
      const all = await store.events(id, 0, 100);
      return all.at(-1)?.kind === 'state' && all.length > 6 ? all : undefined;
    });
    expect(events.map(({ kind }) => kind)).toEqual([
      'state',
      'state',
      'log',
      'progress',
      'epoch',
      'state',
      'progress',
      'log',
      'state',
    ]);
    expect(events.at(-1)!.data).toMatchObject({ state: 'succeeded', version: 'new' });
    await until(() => !jobs.isUsing('tiny') || undefined);
  });

  it('goes on from the successor of a version that a release has replaced meanwhile', async () => {
    const models = path.join(directory, 'models');
    const before = await writeTinyVersion(models);
    await writeSuccessor(models, 'tiny-2', before);
    rmSync(path.join(models, 'tiny'), { recursive: true });
    const jobs = runner({ folders: { models, data: 'data', persistence: directory } });
    await jobs.submit('head', {}, 'manual');
    jobs.start();
    const { task } = await process(0);
    expect(task.baseVersion).toBe('tiny-2');
    expect(jobs.isUsing('tiny-2')).toBe(true);
  });

  it('leaves a version that passed to be promoted by hand, if it is told to', async () => {
    const jobs = runner({ promotes: false });
    jobs.start();
    const { id } = await jobs.submit('head', {}, 'manual');
    (await process(0)).end(DONE);
    await inState(id, 'succeeded');
    expect(promoted).toEqual([]);
  });

  it('does not promote what the gate rejected', async () => {
    const jobs = runner();
    jobs.start();
    const { id } = await jobs.submit('head', {}, 'manual');
    const gate = { ...PASSED, verdict: 'rejected' as const, rules: [] };
    (await process(0)).end({ ...DONE, gate });
    expect(await inState(id, 'rejected')).toMatchObject({ version: 'new' });
    expect(promoted).toEqual([]);
  });

  it.each<[string, End, string]>([
    ['says why it failed', { kind: 'failed', reason: 'no data' }, 'no data'],
    ['dies', { reason: 'the retraining process ended by SIGKILL' }, 'ended by SIGKILL'],
  ])('fails a job whose process %s, and goes on with the next', async (_, how, reason) => {
    const jobs = runner();
    jobs.start();
    const first = await jobs.submit('head', {}, 'manual');
    (await process(0)).end(how);
    expect((await inState(first.id, 'failed')).error).toContain(reason);
    const second = await jobs.submit('head', {}, 'manual');
    (await process(1)).end(DONE);
    await inState(second.id, 'succeeded');
  });

  it('keeps a version that cannot take over, and says so', async () => {
    const jobs = runner({
      active: {
        current: { version: tinyModelVersion(), classifier: {} as never },
        promote: () => Promise.reject(new Error('its graph cannot be run')),
      },
    });
    jobs.start();
    const { id } = await jobs.submit('head', {}, 'manual');
    (await process(0)).end(DONE);
    await inState(id, 'succeeded');
    const [line] = await store.logTail(id, 1);
    expect(line!.data).toEqual({ line: 'new cannot take over: its graph cannot be run' });
  });

  it('does not promote what was cancelled when it was nearly done', async () => {
    const jobs = runner();
    jobs.start();
    const { id } = await jobs.submit('head', {}, 'manual');
    const { end } = await process(0);
    expect(await jobs.cancel(id)).toMatchObject({ cancelRequested: true });
    end(DONE); // before the runner looks again
    await inState(id, 'cancelled');
    expect(promoted).toEqual([]);
  });

  it('kills what is cancelled, and what is cancelled before it begins never begins', async () => {
    const jobs = runner();
    jobs.start();
    const first = await jobs.submit('head', {}, 'manual');
    const running = await process(0);
    await jobs.cancel(first.id);
    await inState(first.id, 'cancelled');
    expect(running.isKilled).toBe(true);

    const idle = runner(); // takes nothing up: it was not started
    const second = await jobs.submit('head', {}, 'manual').then(async (job) => {
      await idle.cancel(job.id);
      return job;
    });
    await inState(second.id, 'cancelled');
  });

  it('leaves a job to the next start when the service stops', async () => {
    const first = runner();
    first.start();
    const { id } = await first.submit('full', {}, 'manual');
    const left = await process(0);
    await first.stop();
    expect(left.isKilled).toBe(true);
    expect(await store.find(id)).toMatchObject({ state: 'running', attempts: 0, hold: null });

    const second = runner();
    second.start();
    const again = await process(1);
    // The same checkpoint and the same version: it goes on.
    expect(again.task).toEqual(left.task);
    again.end(DONE);
    expect(await inState(id, 'succeeded')).toMatchObject({ attempts: 1 });
  });

  it('takes over from an instance that is gone, and not from one that is slow', async () => {
    await store.create({
      id: 'theirs',
      mode: 'head',
      settings: {},
      trigger: 'manual',
      baseVersion: 'tiny',
      createdAt: nowMs,
    });
    await store.claim('another instance', nowMs);
    const looked = jest.spyOn(store, 'open');
    const looks = async (n: number): Promise<void> => {
      const from = looked.mock.calls.length;
      await until(() => looked.mock.calls.length > from + n || undefined);
    };
    const jobs = runner();
    jobs.start();
    await looks(1);
    elapsedMs += 14_000;
    await looks(2);
    expect(processes).toHaveLength(0);
    await store.heartbeat('theirs', 'another instance', nowMs);
    await looks(2);
    elapsedMs += 14_000;
    await looks(2);
    expect(processes).toHaveLength(0);
    elapsedMs += 1000;
    (await process(0)).end(DONE);
    await inState('theirs', 'succeeded');
  });

  it.each([
    ['two days ahead', 2],
    ['two days behind', -2],
  ])('takes over from an instance that is gone whose clock was %s', async (_, days) => {
    await store.create({
      id: 'theirs',
      mode: 'head',
      settings: {},
      trigger: 'manual',
      baseVersion: 'tiny',
      createdAt: nowMs,
    });
    await store.claim('another instance', nowMs + days * 86_400_000);
    const looked = jest.spyOn(store, 'open');
    runner().start();
    await until(() => looked.mock.calls.length > 1 || undefined);
    elapsedMs += 15_000;
    (await process(0)).end(DONE);
    expect(await inState('theirs', 'succeeded')).toMatchObject({ attempts: 2 });
  });

  it('does not use up a job’s attempts by restarts, however many', async () => {
    let instance = runner();
    instance.start();
    const { id } = await instance.submit('head', {}, 'manual');
    for (let restart = 0; restart < 10; restart += 1) {
      await process(restart);
      await instance.stop();
      instance = runner();
      instance.start();
    }
    (await process(10)).end(DONE);
    await inState(id, 'succeeded');
  });

  it('gives back what it takes up in the moment that it stops', async () => {
    let claimed!: () => void;
    const claiming = new Promise<void>((resolve) => (claimed = resolve));
    let goOn!: () => void;
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    const slow: JobStore = {
      ...store,
      async claim(...how) {
        const job = await store.claim(...how);
        claimed();
        await waiting;
        return job;
      },
    };
    const jobs = runner({ store: slow });
    const { id } = await jobs.submit('head', {}, 'manual');
    jobs.start();
    await claiming;
    const stopped = jobs.stop();
    goOn();
    await stopped;
    expect(processes).toHaveLength(0);
    expect(await store.find(id)).toMatchObject({ attempts: 0, hold: null });
  });

  it('leaves a job alone that another instance has taken over', async () => {
    const jobs = runner();
    jobs.start();
    const { id } = await jobs.submit('full', {}, 'manual');
    const { task, isKilled } = await process(0);
    expect(isKilled).toBe(false);
    mkdirSync(task.folders.run, { recursive: true });
    await store.claim('another instance', nowMs, (await store.find(id))!.hold!); // seemed dead
    await until(() => processes[0]!.isKilled || undefined);
    await until(() => !jobs.isUsing('tiny') || undefined);
    expect(await store.find(id)).toMatchObject({ state: 'running', attempts: 2, error: null });
    expect(existsSync(task.folders.run)).toBe(true); // the other one goes on from its checkpoint
  });

  it('says nothing of a job that it finished after another instance had taken it over', async () => {
    const jobs = runner({ tickMs: 60_000 });
    jobs.start();
    const { id } = await jobs.submit('head', {}, 'manual');
    const { end } = await process(0);
    await store.claim('another instance', nowMs, (await store.find(id))!.hold!);
    end(DONE); // before the runner looks again
    await until(() => !jobs.isUsing('tiny') || undefined);
    expect(await store.find(id)).toMatchObject({ state: 'running', version: null });
    expect(promoted).toEqual([]);
  });

  it('leaves what was made active in the meantime, and says so', async () => {
    const promote = jest.fn(() => Promise.reject(new OvertakenError('chosen')));
    const jobs = runner({
      active: { current: { version: tinyModelVersion(), classifier: {} as never }, promote },
    });
    jobs.start();
    const { id } = await jobs.submit('head', {}, 'manual');
    (await process(0)).end(DONE);
    await inState(id, 'succeeded');
    expect(promote).toHaveBeenCalledWith('new', { cause: 'gate', job: id }, 'tiny');
    const [line] = await store.logTail(id, 1);
    expect(line!.data).toEqual({
      line:
        'chosen was made active in the meantime; new, which was compared with tiny, ' +
        'waits to be promoted by hand.',
    });
  });

  it('gives up a job that ends every process that begins it', async () => {
    await store.create({
      id: 'poison',
      mode: 'head',
      settings: {},
      trigger: 'manual',
      baseVersion: 'tiny',
      createdAt: nowMs,
    });
    for (const attempt of [1, 2, 3]) {
      const { hold } = (await store.find('poison'))!;
      await store.claim(`instance ${attempt}`, nowMs, hold ?? undefined); // and dies of it
    }
    const looked = jest.spyOn(store, 'open');
    runner().start();
    await until(() => looked.mock.calls.length > 1 || undefined);
    elapsedMs += 15_000;
    expect(await inState('poison', 'failed')).toMatchObject({
      error: 'it was begun 3 times and never finished',
    });
    expect(processes).toHaveLength(0);
  });

  it('works on one job at a time, also where several instances look', async () => {
    const instances = [runner(), runner(), runner()];
    for (const instance of instances) instance.start();
    const { id } = await instances[0]!.submit('head', {}, 'manual');
    await process(0);
    await new Promise((resolve) => setTimeout(resolve, 10 * TICK_MS));
    expect(processes).toHaveLength(1);
    processes[0]!.end(DONE);
    expect(isOver((await inState(id, 'succeeded')).state)).toBe(true);
  });

  it('waits until there is a model to improve', async () => {
    const jobs = runner({
      active: { current: undefined, promote: () => Promise.reject(new Error('none')) },
    });
    await expect(jobs.submit('head', {}, 'manual')).rejects.toThrow(NothingActiveError);
  });
});
