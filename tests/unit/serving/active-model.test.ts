import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import type { Classifier } from '../../../src/inference/classification';
import { ClosedError, EngineError } from '../../../src/inference/errors';
import { BrokenVersionError, NoModelError } from '../../../src/registry/errors';
import { openVersion } from '../../../src/registry/open-version';
import type { ModelVersion } from '../../../src/registry/version';
import {
  ModelNotLoadedError,
  NoSuchVersionError,
  NothingToRollBackError,
  OvertakenError,
  PinnedError,
} from '../../../src/serving/errors';
import { openActiveModel, type StartableActiveModel } from '../../../src/serving/open-active-model';
import type { ActivationStore } from '../../../src/store/activations/activation';
import { activationStore } from '../../../src/store/activations/activation-store';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { recordingLogger } from '../../support/recording-logger';
import { writeSuccessor } from '../../support/successors';
import { writeTinyVersion } from '../../support/tiny-version';
import { ManualClock } from '../inference/manual-clock';

const POLL_MS = 1000;
const NOW = new Date('2026-01-02T03:04:05Z');

/** A classifier that refuses the versions it is told to. */
class FakeClassifier implements Classifier {
  readonly engine = 'fake';
  readonly precision = 'fp32';
  readonly engineReason = 'a test';
  readonly reserve = (): Promise<never> => Promise.reject(new Error('a test reserves nothing'));
  readonly load = { workers: 1, queuedImages: 0, runningImages: 0, batches: 0, batchedImages: 0 };
  readonly isResponsive = true;
  readonly counts = new Map<string, never>();
  readonly loadVersion = (): Promise<never> => Promise.reject(new Error('a test loads nothing'));
  isClosed = false;

  constructor(
    public version: ModelVersion,
    readonly refused: ReadonlySet<string>,
  ) {
    this.#check(version);
  }

  classify(): Promise<never> {
    return Promise.reject(new Error('nothing is classified here'));
  }

  lease(): never {
    throw new Error('nothing is classified here');
  }

  async swap(version: ModelVersion, beforeTakingOver?: () => Promise<void>): Promise<void> {
    this.#check(version);
    await beforeTakingOver?.();
    this.version = version;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  #check({ name }: ModelVersion): void {
    if (this.refused.has(name)) throw new EngineError(`no such operator in ${name}`);
  }
}

interface Instance {
  readonly active: StartableActiveModel;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof recordingLogger>;
  readonly serves: () => string | undefined;
}

interface Wishes {
  readonly version?: string;
  readonly network?: string;
  readonly store?: ActivationStore;
}

describe('the active model', () => {
  const instances: StartableActiveModel[] = [];
  const refused = new Set<string>();
  let folder: string;
  let modelDir: string;
  let database: Kysely<HistoryTables>;
  let store: ActivationStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'active-model-'));
    modelDir = path.join(folder, 'models');
    database = await openHistoryDatabase(folder);
    store = activationStore(database);
    refused.clear();
    for (const [i, version] of ['v1', 'v2', 'v3'].entries()) await write(version, i);
  });
  afterEach(async () => {
    await Promise.all(instances.splice(0).map((active) => active.close()));
    await database.destroy();
    await rm(folder, { recursive: true });
  });

  const write = (version: string, day: number): Promise<ModelVersion> =>
    writeTinyVersion(modelDir, { version, created_at: `2025-01-0${day + 1}T00:00:00.000Z` });
  const damage = (version: string): Promise<void> =>
    appendFile(path.join(modelDir, version, 'head.bin'), 'x');
  const remove = (version: string): Promise<void> =>
    rm(path.join(modelDir, version), { recursive: true });
  const rows = async (): Promise<string[]> =>
    (await store.list(100)).map(({ version, cause }) => `${cause} ${version}`).reverse();

  function create({
    version = '',
    network = 'mean colour',
    store: own = store,
  }: Wishes = {}): Instance {
    const clock = new ManualClock();
    const log = recordingLogger();
    const active = openActiveModel({
      modelDir,
      wanted: { version, network },
      store: own,
      createClassifier: (first) => Promise.resolve().then(() => new FakeClassifier(first, refused)),
      pollMs: POLL_MS,
      log,
      now: () => NOW,
      clock,
    });
    instances.push(active);
    return { active, clock, log, serves: () => active.current?.version.name };
  }

  async function start(wishes?: Wishes): Promise<Instance> {
    const instance = create(wishes);
    await instance.active.start();
    return instance;
  }

  /** Lets an instance look into the store once. */
  async function poll({ active, clock }: Instance): Promise<void> {
    clock.advance(POLL_MS);
    await active.history(1); // and what was asked of the store before it
    await active.promote('no such', { cause: 'manual' }).catch(() => undefined); // in turn
  }

  describe('starts', () => {
    it('with the newest version, and records it', async () => {
      const { active, log, serves } = await start();
      expect(serves()).toBe('v3');
      expect(await active.history(10)).toEqual([
        { id: 1, version: 'v3', activatedAt: NOW.getTime(), cause: 'start', job: null },
      ]);
      expect(log.lines).toEqual([]);
    });

    it('with the one that was active last, which is no news', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      const { serves, log } = await start();
      expect(serves()).toBe('v1');
      expect(await rows()).toEqual(['manual v1']);
      expect(log.lines).toEqual([]);
    });

    it('with the one that the configuration names, which is nobody else’s concern', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      const { active, serves } = await start({ version: 'v2' });
      expect(serves()).toBe('v2');
      expect(active.pinnedTo).toBe('v2');
      expect(active.problem).toBeUndefined();
      expect(await rows()).toEqual(['manual v1']);
    });

    it('pinned where nothing was ever active, and leaves that as it is', async () => {
      await start({ version: 'v2' });
      expect(await rows()).toEqual([]);
    });

    it('with the last one when its graph is damaged and another version has the same', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await appendFile(path.join(modelDir, 'v1', 'model.onnx'), 'x');
      const { active, serves, log } = await start();
      expect(serves()).toBe('v1');
      expect(active.problem).toBeUndefined();
      expect(log.lines).toContainEqual({
        level: 'error',
        message: expect.stringMatching(/^ATTENTION: .* are restored from an intact copy$/),
        fields: expect.objectContaining({ model_version: 'v1', files: ['model.onnx'] }),
      });
    });

    it.each([
      ['is damaged', () => damage('v1')],
      ['has been deleted', () => remove('v1')],
      ['has a graph that does not load', () => Promise.resolve(refused.add('v1'))],
    ])('with the newest good one when the last one %s, and says so loudly', async (_, spoil) => {
      await store.record('v1', 0, { cause: 'manual' });
      await damage('v3');
      await spoil();
      const { active, serves, log } = await start();
      expect(serves()).toBe('v2');
      expect(active.problem).toMatchObject({ version: 'v1' });
      expect(active.problem?.reason).not.toContain(folder);
      expect(log.lines).toContainEqual(
        expect.objectContaining({
          level: 'error',
          message: 'a model version cannot be served',
          fields: expect.objectContaining({ model_version: 'v1' }),
        }),
      );
      expect(log.lines.at(-1)).toEqual({
        level: 'error',
        message: 'ATTENTION: this is not the model version that was wanted',
        fields: {
          model_version: 'v2',
          reason: 'it is the newest of MODEL_NETWORK=mean colour',
          wanted_version: 'v1',
          wanted_because: 'it was active last',
        },
      });
      expect(await rows()).toEqual(['manual v1']);
    });

    it('with an older one where nothing was ever active, and does not choose it for others', async () => {
      await damage('v3');
      const { active, serves } = await start();
      expect(serves()).toBe('v2');
      expect(active.problem).toBeUndefined();
      expect(await rows()).toEqual([]);
      await active.promote('v1', { cause: 'manual' });
      expect(await rows()).toEqual(['start v2', 'manual v1']); // so that it can be taken back
    });

    it('with one and the same when several start at once', async () => {
      await Promise.all([start(), start(), start()]);
      expect(await rows()).toEqual(['start v3']);
    });

    it('with what a start of the release before has recorded', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await store.record('v2', 0, { cause: 'start' });
      const { serves } = await start();
      expect(serves()).toBe('v2');
    });

    it('with another network when the wanted one has no version, and says so', async () => {
      const { serves, log } = await start({ network: 'small' });
      expect(serves()).toBe('v3');
      expect(log.lines[0]?.fields).toMatchObject({ wanted_version: 'one of MODEL_NETWORK=small' });
    });

    it('not at all when no version is good', async () => {
      await Promise.all(['v1', 'v2', 'v3'].map(damage));
      const { active, serves } = create();
      await expect(active.start()).rejects.toBeInstanceOf(NoModelError);
      expect(serves()).toBeUndefined();
      expect(await rows()).toEqual([]);
    });

    it('although the store refuses its row, and says so', async () => {
      const recordStart = (): Promise<never> => Promise.reject(new Error('disk full'));
      const full = { ...store, recordStart };
      const { serves, log } = await start({ store: full });
      expect(serves()).toBe('v3');
      expect(log.lines[0]).toMatchObject({ level: 'error', fields: { model_version: 'v3' } });
    });
  });

  describe('promoting', () => {
    it('changes what answers, and records who wanted it', async () => {
      const { active, serves } = await start();
      await expect(active.promote('v1', { cause: 'gate', job: 'job-7' })).resolves.toHaveProperty(
        'name',
        'v1',
      );
      expect(serves()).toBe('v1');
      expect(active.current?.classifier.version.name).toBe('v1');
      expect((await active.history(1))[0]).toMatchObject({ cause: 'gate', job: 'job-7' });
    });

    it('the active version changes nothing and leaves no row', async () => {
      const { active } = await start();
      await active.promote('v3', { cause: 'manual' });
      expect(await rows()).toEqual(['start v3']);
    });

    it.each([
      ['that does not exist', 'v9', NoSuchVersionError],
      ['with the name of a folder elsewhere', '../models/v1', NoSuchVersionError],
      ['that is damaged', 'v1', BrokenVersionError],
      ['whose graph does not load', 'v2', EngineError],
    ])('a version %s is refused, and the one before goes on', async (_, name, error) => {
      const { active, serves } = await start();
      await damage('v1');
      refused.add('v2');
      await expect(active.promote(name, { cause: 'manual' })).rejects.toBeInstanceOf(error);
      expect(serves()).toBe('v3');
      expect(active.current?.classifier.version.name).toBe('v3');
      expect(await rows()).toEqual(['start v3']);
    });

    it('is refused when the store cannot record it', async () => {
      const record = jest.fn((...row: Parameters<ActivationStore['record']>) =>
        store.record(...row),
      );
      const { active, serves } = await start({ store: { ...store, record } });
      record.mockRejectedValueOnce(new Error('disk full'));
      await expect(active.promote('v1', { cause: 'manual' })).rejects.toThrow('disk full');
      expect(serves()).toBe('v3');
      expect(active.current?.classifier.version.name).toBe('v3');
    });

    it('happens one after the other, in the order asked', async () => {
      const { active, serves } = await start();
      await Promise.all(
        ['v1', 'v2', 'v1'].map((name) => active.promote(name, { cause: 'manual' })),
      );
      expect(serves()).toBe('v1');
      expect(await rows()).toEqual(['start v3', 'manual v1', 'manual v2', 'manual v1']);
    });

    it('over a certain version is refused once somebody has chosen another', async () => {
      const [{ active }, other] = [await start(), await start()];
      const gate = { cause: 'gate', job: 'job-7' } as const;
      const byHand = active.promote('v1', { cause: 'manual' });
      const late = active.promote('v2', gate, 'v3'); // asked for before v1 answers
      await expect(late).rejects.toEqual(new OvertakenError('v1'));
      await byHand;
      // An instance that has not noticed yet.
      await expect(other.active.promote('v2', gate, 'v3')).rejects.toThrow(OvertakenError);
      await active.promote('v2', gate, 'v1');
      await active.promote('v2', gate, 'v1'); // over by now, by itself
      expect(await rows()).toEqual(['start v3', 'manual v1', 'gate v2']);
    });

    it('waits for nothing that failed', async () => {
      const { active, serves } = await start();
      const wrong = active.promote('v9', { cause: 'manual' });
      const right = active.promote('v1', { cause: 'manual' });
      await expect(wrong).rejects.toBeInstanceOf(NoSuchVersionError);
      await right;
      expect(serves()).toBe('v1');
    });

    it('is refused before there is a version, and after the end', async () => {
      const { active } = create();
      const early = active.promote('v1', { cause: 'manual' });
      await expect(early).rejects.toBeInstanceOf(ModelNotLoadedError);
      await active.close();
      const late = active.promote('v1', { cause: 'manual' });
      await expect(late).rejects.toBeInstanceOf(ClosedError);
    });
  });

  describe('rolling back', () => {
    it('goes to the version before, and twice to the one before that', async () => {
      const { active, serves } = await start();
      await active.promote('v2', { cause: 'manual' });
      await active.promote('v1', { cause: 'manual' });
      await active.rollback();
      expect(serves()).toBe('v2');
      await active.rollback();
      expect(serves()).toBe('v3');
      await expect(active.rollback()).rejects.toBeInstanceOf(NothingToRollBackError);
      expect(await rows()).toEqual([
        'start v3',
        'manual v2',
        'manual v1',
        'rollback v2',
        'rollback v3',
      ]);
    });

    it('passes over a version that has been deleted', async () => {
      const { active, serves } = await start();
      await active.promote('v2', { cause: 'manual' });
      await active.promote('v1', { cause: 'manual' });
      await remove('v2');
      await active.rollback();
      expect(serves()).toBe('v3');
    });

    it('is refused when the version before is broken', async () => {
      const { active, serves } = await start();
      await active.promote('v2', { cause: 'manual' });
      await damage('v3');
      await expect(active.rollback()).rejects.toBeInstanceOf(BrokenVersionError);
      expect(serves()).toBe('v2');
    });
  });

  describe('an instance beside it', () => {
    it('follows, and says so', async () => {
      const [one, other] = [await start(), await start()];
      await one.active.promote('v1', { cause: 'manual' });
      expect(other.serves()).toBe('v3');
      await poll(other);
      expect(other.serves()).toBe('v1');
      expect(other.log.lines.at(-1)?.message).toMatch(/this one follows/);
      expect(await rows()).toEqual(['start v3', 'manual v1']);
    });

    it('that asks for the version it has, while another one is active, gets it', async () => {
      const [one, other] = [await start(), await start()];
      await one.active.promote('v1', { cause: 'manual' });
      await other.active.promote('v3', { cause: 'manual' });
      await poll(one);
      expect(one.serves()).toBe('v3');
      expect(await rows()).toEqual(['start v3', 'manual v1', 'manual v3']);
    });

    it('goes on with what it has when it cannot follow, and tries again', async () => {
      const [one, other] = [await start(), await start()];
      await one.active.promote('v1', { cause: 'manual' });
      refused.add('v1');
      await poll(other);
      expect(other.serves()).toBe('v3');
      expect(other.log.lines.at(-1)).toMatchObject({
        level: 'error',
        fields: { model_version: 'v3', retry_in_ms: 2 * POLL_MS },
      });
      refused.clear();
      await poll(other);
      expect(other.serves()).toBe('v3'); // it waits twice as long
      await poll(other);
      expect(other.serves()).toBe('v1');
    });
  });

  describe('an instance that cannot open the active version', () => {
    it('becomes well by itself when the version can be read, and never changes that of others', async () => {
      const healthy = await start();
      await healthy.active.promote('v2', { cause: 'manual' });
      refused.add('v2');
      const ill = await start();
      expect(ill.serves()).toBe('v3');
      expect(ill.active.problem).toEqual({
        version: 'v2',
        reason: 'The graph of model version "v2" cannot be run',
      });
      await poll(ill);
      await poll(healthy);
      expect([ill.serves(), healthy.serves()]).toEqual(['v3', 'v2']);
      expect(healthy.active.problem).toBeUndefined();
      refused.clear();
      await poll(ill);
      await poll(ill);
      expect(ill.serves()).toBe('v2');
      expect(ill.active.problem).toBeUndefined();
      expect(ill.log.lines.at(-1)?.message).toBe(
        'the model version that could not be served is served now',
      );
      expect(await rows()).toEqual(['start v3', 'manual v2']);
    });

    it('is well as soon as another version is promoted that it can open', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await remove('v1');
      const [ill, other] = [await start(), await start()];
      expect(ill.active.problem?.reason).toBe('There is no model version "v1"');
      await other.active.promote('v2', { cause: 'manual' });
      await poll(ill);
      expect(ill.serves()).toBe('v2');
      expect([ill.active.problem, other.active.problem]).toEqual([undefined, undefined]);
    });

    it('says so too when it answered until a promotion', async () => {
      const [one, other] = [await start(), await start()];
      await one.active.promote('v1', { cause: 'manual' });
      refused.add('v1');
      await poll(other);
      expect(other.active.problem?.version).toBe('v1');
      await one.active.promote('v3', { cause: 'manual' });
      await poll(other);
      await poll(other);
      expect(other.active.problem).toBeUndefined();
    });

    it('does not blame the version while the store cannot be read', async () => {
      const latest = jest.fn(() => store.latest());
      const { active, clock } = await start({ store: { ...store, latest } });
      latest.mockRejectedValueOnce(new Error('database is locked'));
      await poll({ active, clock } as Instance);
      expect(active.problem).toBeUndefined();
    });
  });

  describe('a version that is gone, and has a successor', () => {
    const GONE = /is not there any more/;

    /** v1 was active, v2 was taught on it, and a release replaces v1 by v1-b. */
    async function replace(): Promise<void> {
      const first = await openVersion(path.join(modelDir, 'v1'));
      await writeSuccessor(modelDir, 'v1-b', first);
      await remove('v1');
    }

    it('is followed by it at the start, which every instance over the store then serves', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await replace();
      const instances = await Promise.all([start(), start(), start()]);
      expect(instances.map(({ serves }) => serves())).toEqual(['v1-b', 'v1-b', 'v1-b']);
      expect(await rows()).toEqual(['manual v1', 'successor v1-b']);
      for (const instance of instances) await poll(instance);
      expect(instances.map(({ active }) => active.problem)).toEqual(Array(3).fill(undefined));
      expect(instances[0].log.lines).toEqual([
        {
          level: 'warn',
          message: expect.stringMatching(GONE),
          fields: { model_version: 'v1-b', model_version_before: 'v1' },
        },
      ]);
      const later = await start();
      expect(later.serves()).toBe('v1-b');
      expect(later.log.lines).toEqual([]);
      expect(await rows()).toHaveLength(2);
    });

    it('is followed by the last of a line of them', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await replace();
      const middle = await openVersion(path.join(modelDir, 'v1-b'));
      await writeSuccessor(modelDir, 'v1-c', middle);
      await remove('v1-b');
      expect((await start()).serves()).toBe('v1-c');
      expect(await rows()).toEqual(['manual v1', 'successor v1-c']);
    });

    it('is followed by none that was refused, nor by a head that was taught on it', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await writeTinyVersion(modelDir, { version: 'mine', parent: 'v1' });
      const first = await openVersion(path.join(modelDir, 'v1'));
      await writeSuccessor(modelDir, 'v1-b', first, {
        gate: { verdict: 'rejected', compared_with: 'v1', rules: [] },
      });
      await remove('v1');
      const { active, serves } = await start();
      expect(serves()).toBe('v3');
      expect(active.problem?.version).toBe('v1');
      expect(await rows()).toEqual(['manual v1']);
    });

    it('leaves in service what people have promoted since', async () => {
      await store.record('v1', 0, { cause: 'start' });
      await store.record('v2', 0, { cause: 'gate', job: 'job-1' });
      await replace();
      const { active, serves, log } = await start();
      expect(serves()).toBe('v2');
      expect(log.lines).toEqual([]);
      expect(await rows()).toEqual(['start v1', 'gate v2']);
      await active.rollback();
      expect(serves()).toBe('v1-b');
      await expect(active.rollback()).rejects.toBeInstanceOf(NothingToRollBackError);
      await active.promote('v3', { cause: 'manual' });
      await active.rollback();
      expect(serves()).toBe('v1-b');
      expect(await rows()).toEqual([
        'start v1',
        'gate v2',
        'rollback v1-b',
        'manual v3',
        'rollback v1-b',
      ]);
    });

    it('is no version to go back to from it', async () => {
      await store.record('v3', 0, { cause: 'start' });
      await store.record('v1', 0, { cause: 'manual' });
      await replace();
      const { active, serves } = await start();
      await active.rollback();
      expect(serves()).toBe('v3');
    });

    it('is answered for also where its row cannot be written, without a problem', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await replace();
      const recordSuccessor = (): Promise<never> => Promise.reject(new Error('disk full'));
      const instance = await start({ store: { ...store, recordSuccessor } });
      expect(instance.log.lines.at(-1)).toMatchObject({ level: 'error' });
      await poll(instance);
      expect(instance.serves()).toBe('v1-b');
      expect(instance.active.problem).toBeUndefined();
      expect(await rows()).toEqual(['manual v1']);
    });

    it('is not put back by an instance that is late: what was promoted meanwhile stays', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await replace();
      const late = {
        ...store,
        recordSuccessor: async (...row: Parameters<ActivationStore['recordSuccessor']>) => {
          await store.record('v3', 0, { cause: 'manual' });
          return store.recordSuccessor(...row);
        },
      };
      const instance = await start({ store: late });
      expect(await rows()).toEqual(['manual v1', 'manual v3']);
      await poll(instance);
      expect(instance.serves()).toBe('v3');
    });

    it('is followed while the service runs, when another release promotes it', async () => {
      await replace();
      const instance = await start();
      await store.record('v1', 0, { cause: 'manual' });
      await poll(instance);
      expect(instance.serves()).toBe('v1-b');
      expect(instance.active.problem).toBeUndefined();
      expect(await rows()).toEqual(['start v3', 'manual v1']);
    });

    it('can be taken over from by a retraining that began on it', async () => {
      await store.record('v1', 0, { cause: 'start' });
      await replace();
      const { active, serves } = await start();
      await active.promote('v2', { cause: 'gate', job: 'job-7' }, 'v1');
      expect(serves()).toBe('v2');
      const late = active.promote('v3', { cause: 'gate', job: 'job-8' }, 'v1');
      await expect(late).rejects.toEqual(new OvertakenError('v2'));
    });

    it('is followed where MODEL_VERSION names it, with a warning, for this instance alone', async () => {
      await store.record('v3', 0, { cause: 'manual' });
      await replace();
      const pinned = await start({ version: 'v1' });
      expect([pinned.serves(), pinned.active.pinnedTo]).toEqual(['v1-b', 'v1-b']);
      expect(pinned.log.lines).toEqual([
        {
          level: 'warn',
          message: expect.stringMatching(/MODEL_VERSION names is not there any more/),
          fields: { model_version: 'v1-b', model_version_before: 'v1' },
        },
      ]);
      await poll(pinned);
      expect([pinned.serves(), pinned.active.problem]).toEqual(['v1-b', undefined]);
      expect(await rows()).toEqual(['manual v3']);
      await write('v1', 0);
      await poll(pinned);
      expect([pinned.serves(), pinned.active.pinnedTo]).toEqual(['v1', 'v1']);
    });

    it('whose successor is broken is told of as a problem', async () => {
      await store.record('v1', 0, { cause: 'manual' });
      await replace();
      await damage('v1-b');
      const { active, serves } = await start();
      expect(serves()).toBe('v3');
      expect(active.problem?.version).toBe('v1-b');
      expect(await rows()).toEqual(['manual v1']);
    });
  });

  describe('an instance that MODEL_VERSION pins', () => {
    it('stays with its version, whatever others promote', async () => {
      const [pinned, other] = [await start({ version: 'v2' }), await start()];
      await other.active.promote('v1', { cause: 'manual' });
      await poll(pinned);
      await poll(other);
      expect([pinned.serves(), other.serves()]).toEqual(['v2', 'v1']);
      expect(await rows()).toEqual(['start v3', 'manual v1']);
    });

    it('refuses what people promote or take back at it', async () => {
      const { active } = await start({ version: 'v2' });
      const promotion = active.promote('v1', { cause: 'manual' });
      await expect(promotion).rejects.toEqual(new PinnedError('v2'));
      await expect(active.rollback()).rejects.toBeInstanceOf(PinnedError);
      expect(await rows()).toEqual([]);
    });

    it('lets a retraining that it worked on change what the others serve', async () => {
      const [pinned, other] = [await start({ version: 'v2' }), await start()];
      const gate = { cause: 'gate', job: 'job-7' } as const;
      await expect(pinned.active.promote('v1', gate, 'v2')).rejects.toThrow(OvertakenError);
      await pinned.active.promote('v1', gate, 'v3');
      await poll(other);
      expect([pinned.serves(), other.serves()]).toEqual(['v2', 'v1']);
    });

    it('says once why it is not served, and then once a minute without the stack', async () => {
      const pinned = await start({ version: 'absent' });
      const started = pinned.log.lines.length;
      for (let waitedMs = 0; waitedMs < 200_000; waitedMs += POLL_MS) await poll(pinned);
      const lines = pinned.log.lines.slice(started);
      expect(new Set(lines.map(({ message }) => message))).toEqual(
        new Set(['the model version that this instance is pinned to cannot be served']),
      );
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.length).toBeLessThanOrEqual(4);
      expect(lines[0]?.fields.error).toBeInstanceOf(NoSuchVersionError);
      expect(lines[1]?.fields).toMatchObject({ pinned_to: 'absent' });
      expect(lines[1]?.fields).not.toHaveProperty('error');
    });

    it('goes on trying to open it, and serves another one until then', async () => {
      refused.add('v2');
      const pinned = await start({ version: 'v2' });
      expect(pinned.serves()).toBe('v3');
      expect(pinned.active.problem?.version).toBe('v2');
      refused.clear();
      await poll(pinned);
      expect(pinned.serves()).toBe('v2');
      expect(pinned.active.problem).toBeUndefined();
      expect(await rows()).toEqual([]);
    });
  });

  it('a rollback looks back on every activation, however many came since', async () => {
    const { active, serves } = await start();
    await active.promote('v2', { cause: 'manual' });
    await active.promote('v1', { cause: 'manual' });
    const since = Array.from({ length: 1200 }, (_, i) => (i % 2 === 0 ? 'v2' : 'v1'));
    await database
      .insertInto('activations')
      .values(since.map((version) => ({ version, activated_at: 1, cause: 'manual', job: null })))
      .execute();
    await remove('v2');
    await active.rollback();
    expect(serves()).toBe('v3');
  });

  it('ends its classifier, and looks into the store no more', async () => {
    const { active, clock } = await start();
    await active.close();
    expect(active.current?.classifier).toHaveProperty('isClosed', true);
    expect(clock.timers).toBe(0);
  });
});
