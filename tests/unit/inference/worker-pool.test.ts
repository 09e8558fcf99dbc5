import { IMAGE_VALUES } from '../../../src/config/image-shape';
import { ClosedError, EngineError } from '../../../src/inference/errors';
import { WorkerPool } from '../../../src/inference/worker-pool';
import { FakeThread, fakeModel } from './fake-thread';
import { ManualClock } from './manual-clock';
import { settle } from './settle';

const STUCK_AFTER_MS = 60_000;
/** The key of the model that every pool has. */
const MODEL = 1;
/** More than the longest delay before a thread is replaced. */
const LONG_MS = 40_000;

interface Fixture {
  readonly clock: ManualClock;
  /** Every thread that was started, in order. */
  readonly started: FakeThread[];
  readonly pool: WorkerPool;
  readonly logged: string[];
  /** Makes the next starts fail. */
  readonly breakStarts: (isBroken: boolean) => void;
}

async function setUp(threads: number): Promise<Fixture> {
  const clock = new ManualClock();
  const started: FakeThread[] = [];
  const logged: string[] = [];
  let isBroken = false;
  const pool = await WorkerPool.start({
    threads,
    stuckAfterMs: STUCK_AFTER_MS,
    clock,
    log: { info: (message) => logged.push(message), error: (message) => logged.push(message) },
    startThread() {
      if (isBroken) return Promise.reject(new EngineError('the graph is gone'));
      started.push(new FakeThread());
      return Promise.resolve(started.at(-1)!);
    },
  });
  await pool.load(fakeModel(MODEL));
  return { clock, started, pool, logged, breakStarts: (broken) => (isBroken = broken) };
}

/** An image that is told from others by its first byte. */
function image(mark: number): Uint8Array {
  const pixels = new Uint8Array(IMAGE_VALUES);
  pixels[0] = mark;
  return pixels;
}

async function featureOf(pool: WorkerPool, mark: number): Promise<number | undefined> {
  return (await pool.run(MODEL, [image(mark)])).features[0];
}

describe('worker pool', () => {
  it('gives each thread a batch, then each one ahead, and more when one is done', async () => {
    const { pool, started } = await setUp(2);
    const answers = [1, 2, 3, 4, 5].map((mark) => featureOf(pool, mark));
    expect(started.map(({ running, next }) => [running, next])).toEqual([
      [1, 3],
      [2, 4],
    ]);
    started[1]!.succeed();
    await settle();
    expect(started.map(({ running, next }) => [running, next])).toEqual([
      [1, 3],
      [4, 5],
    ]);
    for (const thread of started) {
      thread.succeed();
      thread.succeed();
    }
    await expect(Promise.all(answers)).resolves.toEqual([1, 2, 3, 4, 5]);
  });

  it('says whether a thread has nothing to do, though another one has two batches', async () => {
    const { pool, started } = await setUp(2);
    const answers = [1, 2, 3].map((mark) => featureOf(pool, mark));
    expect(pool.hasIdleThread).toBe(false);
    started[1]!.succeed();
    await settle();
    expect([started[0]!.running, started[0]!.next, started[1]!.running]).toEqual([1, 3, undefined]);
    expect(pool.hasIdleThread).toBe(true);
    started[0]!.succeed();
    started[0]!.succeed();
    await expect(Promise.all(answers)).resolves.toEqual([1, 2, 3]);
  });

  it('leaves the images of the caller as they are', async () => {
    const { pool, started } = await setUp(1);
    const pixels = image(7);
    const answer = pool.run(MODEL, [pixels]);
    started[0]!.succeed();
    await answer;
    expect(pixels[0]).toBe(7);
  });

  it('passes on what an engine refuses, and uses its thread again', async () => {
    const { pool, started } = await setUp(1);
    const refused = pool.run(MODEL, [image(1)]);
    started[0]!.fail(new EngineError('the graph refuses it'));
    await expect(refused).rejects.toThrow('the graph refuses it');
    const next = featureOf(pool, 2);
    started[0]!.succeed();
    await expect(next).resolves.toBe(2);
  });

  it('fails at the start, with the reason, when one thread does not start', async () => {
    const good = new FakeThread();
    const starts = [Promise.resolve(good), Promise.reject(new EngineError('no such runtime'))];
    const start = WorkerPool.start({
      threads: 2,
      stuckAfterMs: STUCK_AFTER_MS,
      clock: new ManualClock(),
      log: { info: () => undefined, error: () => undefined },
      startThread: () => starts.shift()!,
    });
    await expect(start).rejects.toThrow('no such runtime');
    expect(good.isStopped).toBe(true);
  });

  describe('is responsive', () => {
    const HANG_MS = 3000;

    it('unless every thread hangs in a batch, and again when one goes on', async () => {
      const { pool, started, clock } = await setUp(2);
      const answers = [1, 2].map((mark) => featureOf(pool, mark));
      clock.advance(HANG_MS - 1);
      expect(pool.isResponsive).toBe(true);
      clock.advance(1);
      expect(pool.isResponsive).toBe(false);
      started[0]!.succeed();
      await settle();
      expect(pool.isResponsive).toBe(true); // one that is idle is enough
      started[1]!.succeed();
      await Promise.all(answers);
      clock.advance(HANG_MS);
      expect(pool.isResponsive).toBe(true);
    });

    it('while the batch behind the one that took long is young', async () => {
      const { pool, started, clock } = await setUp(1);
      const answers = [1, 2].map((mark) => featureOf(pool, mark));
      clock.advance(HANG_MS - 1);
      started[0]!.succeed();
      await settle();
      clock.advance(HANG_MS - 1);
      expect(pool.isResponsive).toBe(true);
      clock.advance(1);
      expect(pool.isResponsive).toBe(false);
      started[0]!.succeed();
      await Promise.all(answers);
    });

    it('only with a thread that is alive', async () => {
      const { pool, started, clock } = await setUp(1);
      started[0]!.die();
      await settle();
      expect(pool.isResponsive).toBe(false);
      clock.advance(LONG_MS);
      await settle();
      expect(pool.isResponsive).toBe(true);
    });
  });

  describe('when a thread ends', () => {
    it('gives its batches to another one, ahead of what waits', async () => {
      const { pool, started } = await setUp(2);
      const answers = [1, 2, 3, 4, 5].map((mark) => featureOf(pool, mark));
      started[0]!.die();
      await settle();
      const ran: (number | undefined)[] = [];
      while (started[1]!.running !== undefined) {
        ran.push(started[1]!.running);
        started[1]!.succeed();
        await settle();
      }
      expect(ran).toEqual([2, 4, 1, 3, 5]); // its own first
      await expect(Promise.all(answers)).resolves.toEqual([1, 2, 3, 4, 5]);
    });

    it('does not hold it against a batch that only waited behind', async () => {
      const { pool, started, clock } = await setUp(1);
      const ended = expect(featureOf(pool, 1)).rejects.toThrow(
        '2 inference threads ended on the same batch',
      );
      const behind = featureOf(pool, 2);
      for (const thread of [0, 1]) {
        started[thread]!.die();
        await settle();
        clock.advance(LONG_MS);
        await settle();
      }
      await ended;
      started[2]!.succeed();
      await expect(behind).resolves.toBe(2);
    });

    it('fails a batch that ended two threads', async () => {
      const { pool, started } = await setUp(2);
      const answer = pool.run(MODEL, [image(1)]);
      started[0]!.die();
      await settle();
      started[1]!.die();
      await expect(answer).rejects.toThrow('2 inference threads ended on the same batch');
    });

    it('replaces it, and says so', async () => {
      const { pool, started, clock, logged } = await setUp(1);
      started[0]!.die();
      await settle();
      expect(pool.liveThreads).toBe(0);
      const answer = featureOf(pool, 1);
      clock.advance(LONG_MS);
      await settle();
      expect(pool.liveThreads).toBe(1);
      started[1]!.succeed();
      await expect(answer).resolves.toBe(1);
      expect(logged).toEqual([
        'an inference thread ended and will be replaced',
        'an inference thread was replaced',
      ]);
    });

    it('waits twice as long each time until a batch succeeds', async () => {
      const { pool, started, clock } = await setUp(1);
      const restartDelay = async (): Promise<number> => {
        const from = clock.now();
        const count = started.length;
        started.at(-1)!.die();
        await settle();
        while (started.length === count) {
          clock.advance(100);
          await settle();
        }
        return clock.now() - from;
      };
      expect([await restartDelay(), await restartDelay(), await restartDelay()]).toEqual([
        100, 200, 400,
      ]);
      const answer = pool.run(MODEL, [image(1)]);
      started.at(-1)!.succeed();
      await answer;
      expect(await restartDelay()).toBe(100);
    });

    it('keeps trying when the replacement does not start', async () => {
      const { pool, started, clock, breakStarts } = await setUp(1);
      breakStarts(true);
      started[0]!.die();
      await settle();
      for (let i = 0; i < 10; i++) {
        clock.advance(LONG_MS);
        await settle();
      }
      expect(pool.liveThreads).toBe(0);
      breakStarts(false);
      clock.advance(LONG_MS);
      await settle();
      expect(pool.liveThreads).toBe(1);
    });
  });

  describe('when a thread is stuck', () => {
    it('gives its batch to another one and replaces it', async () => {
      const { pool, started, clock } = await setUp(2);
      const answer = featureOf(pool, 1);
      clock.advance(STUCK_AFTER_MS);
      await settle();
      expect(pool.liveThreads).toBe(1);
      expect(started[0]!.isStopped).toBe(true);
      started[1]!.succeed();
      await expect(answer).resolves.toBe(1);
      clock.advance(LONG_MS);
      await settle();
      expect(pool.liveThreads).toBe(2);
    });

    it('does not let a batch behind wait for as long again, nor hold it against it', async () => {
      const { pool, started, clock } = await setUp(2);
      const stuck = expect(featureOf(pool, 1)).rejects.toThrow('2 inference threads ended');
      const other = featureOf(pool, 2);
      const behind = featureOf(pool, 3);
      started[1]!.succeed();
      await settle();
      clock.advance(STUCK_AFTER_MS);
      await settle();
      expect([started[1]!.running, started[1]!.next]).toEqual([1, 3]);
      started[1]!.die(); // the second thread that ends with batch 1
      clock.advance(LONG_MS);
      await settle();
      started.findLast(({ running }) => running === 3)!.succeed();
      await Promise.all([stuck, expect(other).resolves.toBe(2), expect(behind).resolves.toBe(3)]);
    });

    it('times a batch from when the one before is done', async () => {
      const { pool, started, clock } = await setUp(1);
      const answers = [1, 2].map((mark) => featureOf(pool, mark));
      clock.advance(STUCK_AFTER_MS - 1);
      started[0]!.succeed();
      await settle();
      clock.advance(STUCK_AFTER_MS - 1);
      started[0]!.succeed();
      await expect(Promise.all(answers)).resolves.toEqual([1, 2]);
      expect(clock.timers).toBe(0);
    });

    it('has no use for it when it comes to itself, nor a second replacement', async () => {
      const { pool, started, clock } = await setUp(1);
      const answer = featureOf(pool, 1);
      clock.advance(STUCK_AFTER_MS);
      await settle();
      started[0]!.succeed();
      clock.advance(LONG_MS);
      await settle();
      expect(started).toHaveLength(2);
      started[1]!.succeed();
      await expect(answer).resolves.toBe(1);
      expect(clock.timers).toBe(0);
    });
  });

  describe('close', () => {
    it('ends every thread, and refuses what it could not finish, what waits and what is new', async () => {
      const { pool, started, clock } = await setUp(1);
      const running = pool.run(MODEL, [image(1)]);
      const waiting = pool.run(MODEL, [image(2)]);
      const closed = pool.close();
      started[0]!.die();
      await closed;
      await expect(running).rejects.toBeInstanceOf(ClosedError);
      await expect(waiting).rejects.toBeInstanceOf(ClosedError);
      await expect(pool.run(MODEL, [image(3)])).rejects.toBeInstanceOf(ClosedError);
      expect(started[0]!.isStopped).toBe(true);
      expect(clock.timers).toBe(0);
    });

    it('waits for a running batch, but not for ever', async () => {
      const { pool, clock } = await setUp(1);
      void pool.run(MODEL, [image(1)]).catch(() => undefined);
      let isClosed = false;
      const closed = pool.close().then(() => (isClosed = true));
      await settle();
      expect(isClosed).toBe(false);
      clock.advance(STUCK_AFTER_MS - 1);
      await closed;
    });

    it('calls off a replacement that is due', async () => {
      const { pool, started, clock } = await setUp(1);
      started[0]!.die();
      await settle();
      await pool.close();
      clock.advance(LONG_MS);
      await settle();
      expect(started).toHaveLength(1);
    });
  });

  describe('loading another model', () => {
    it('takes one thread after the other, each when it is done with its batch', async () => {
      const { pool, started } = await setUp(2);
      const [first, second] = started as [FakeThread, FakeThread];
      const answers = [featureOf(pool, 1), featureOf(pool, 2)];
      let finish!: () => void;
      first.onLoad = () => new Promise((resolve) => (finish = resolve));
      const loading = pool.load(fakeModel(2));
      await settle();
      expect(first.models).toEqual([MODEL]);
      first.succeed();
      await settle();
      second.succeed();
      await settle();
      answers.push(featureOf(pool, 3)); // the first thread loads, so the second one takes it
      expect(second.running).toBe(3);
      expect(second.models).toEqual([MODEL]);
      finish();
      await settle();
      second.succeed();
      await expect(loading).resolves.toHaveProperty('features', 1);
      expect(started.map(({ models }) => models)).toEqual([
        [MODEL, 2],
        [MODEL, 2],
      ]);
      await expect(Promise.all(answers)).resolves.toEqual([1, 2, 3]);
    });

    it('frees it everywhere', async () => {
      const { pool, started } = await setUp(2);
      const model = await pool.load(fakeModel(2));
      await model.unload();
      expect(started.map(({ models }) => models)).toEqual([[MODEL], [MODEL]]);
    });

    it('keeps it nowhere when one thread cannot', async () => {
      const { pool, started } = await setUp(2);
      started[1]!.onLoad = () => Promise.reject(new EngineError('no such operator'));
      await expect(pool.load(fakeModel(2))).rejects.toThrow('no such operator');
      expect(started.map(({ models }) => models)).toEqual([[MODEL], [MODEL]]);
      const answer = featureOf(pool, 1);
      started[0]!.succeed();
      await expect(answer).resolves.toBe(1);
    });

    it('fails when a thread ends on it, and goes on with a replacement', async () => {
      const { pool, started, clock } = await setUp(1);
      started[0]!.onLoad = async () => {
        started[0]!.die();
        throw await started[0]!.ended;
      };
      await expect(pool.load(fakeModel(2))).rejects.toBeInstanceOf(EngineError);
      clock.advance(LONG_MS);
      await settle();
      expect(started[1]!.models).toEqual([MODEL]);
      const answer = featureOf(pool, 1);
      started[1]!.succeed();
      await expect(answer).resolves.toBe(1);
    });

    it('fails when a thread ends before its turn', async () => {
      const { pool, started } = await setUp(1);
      const answer = featureOf(pool, 1).catch(() => undefined);
      const loading = pool.load(fakeModel(2));
      started[0]!.die();
      await expect(loading).rejects.toBeInstanceOf(EngineError);
      await pool.close();
      await answer;
    });

    it('gives up a thread that is stuck on it', async () => {
      const { pool, started, clock } = await setUp(1);
      started[0]!.onLoad = () => new Promise(() => undefined);
      const loading = pool.load(fakeModel(2));
      await settle();
      clock.advance(STUCK_AFTER_MS);
      await expect(loading).rejects.toThrow('an inference thread was stuck');
      expect(pool.liveThreads).toBe(0);
      await pool.close();
    });

    it('gives a replacement every model', async () => {
      const { pool, started, clock } = await setUp(1);
      await pool.load(fakeModel(2));
      started[0]!.die();
      await settle();
      clock.advance(LONG_MS);
      await settle();
      expect(started[1]!.models).toEqual([MODEL, 2]);
    });
  });
});
