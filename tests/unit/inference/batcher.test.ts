import { Batcher, type BatcherOptions } from '../../../src/inference/batcher';
import { ClosedError, DeadlineError, QueueFullError } from '../../../src/inference/errors';
import { ManualBatches } from './manual-batches';
import { ManualClock } from './manual-clock';
import { settle } from './settle';

const TIMEOUT_MS = 1000;

function setUp(changes: Partial<BatcherOptions<number, string>> = {}): {
  clock: ManualClock;
  batches: ManualBatches;
  batcher: Batcher<number, string>;
} {
  const clock = new ManualClock();
  const batches = new ManualBatches();
  const batcher = new Batcher<number, string>({
    run: batches.run,
    concurrency: 1,
    fullBatchesAhead: 0,
    hasIdle: () => false,
    maxBatchSize: 4,
    maxDelayMs: 0,
    maxQueueSize: 8,
    timeoutMs: TIMEOUT_MS,
    clock,
    ...changes,
  });
  return { clock, batches, batcher };
}

/** Runs whatever there is to run until nothing is left. */
async function finish(batches: ManualBatches): Promise<void> {
  while (batches.running.length > 0) {
    batches.running[0]!.succeed();
    await settle();
  }
}

describe('batcher', () => {
  it('dispatches a single item at once when idle', () => {
    const { batcher, batches } = setUp({ maxDelayMs: 50 });
    void batcher.submit([1]);
    expect(batches.started).toEqual([[1]]);
  });

  it('answers nothing with nothing', async () => {
    const { batcher, batches } = setUp();
    await expect(batcher.submit([])).resolves.toEqual([]);
    expect(batches.started).toEqual([]);
  });

  it('runs as many batches at once as it may, and no more', () => {
    const { batcher, batches } = setUp({ concurrency: 2 });
    for (const item of [1, 2, 3]) void batcher.submit([item]);
    expect(batches.started).toEqual([[1], [2]]);
    expect(batcher.runningItems).toBe(2);
    expect(batcher.queuedItems).toBe(1);
  });

  it('begins full batches ahead, so that they are there when one is done', () => {
    const { batcher, batches } = setUp({ fullBatchesAhead: 1, maxQueueSize: 20 });
    void batcher.submit([1]);
    void batcher.submit([2, 3, 4]);
    expect(batches.started).toEqual([[1]]);
    void batcher.submit([5]);
    expect(batches.started).toEqual([[1], [2, 3, 4, 5]]);
    void batcher.submit([6, 7, 8, 9]);
    expect(batches.started).toHaveLength(2);
    expect(batcher.queuedItems).toBe(4);
  });

  it('begins what there is while something is idle, though as many run as may', () => {
    let idle = false;
    const { batcher, batches } = setUp({ fullBatchesAhead: 1, hasIdle: () => idle });
    void batcher.submit([1]);
    void batcher.submit([2]);
    expect(batches.started).toEqual([[1]]);
    idle = true;
    void batcher.submit([3]);
    expect(batches.started).toEqual([[1], [2, 3]]);
    void batcher.submit([4]);
    expect(batches.started).toHaveLength(2);
  });

  it('lets small requests that waited share a batch, and gives each its own results', async () => {
    const { batcher, batches } = setUp();
    const first = batcher.submit([1]);
    const second = batcher.submit([2, 3]);
    const third = batcher.submit([4]);
    batches.running[0]!.succeed();
    await settle();
    expect(batches.started).toEqual([[1], [2, 3, 4]]);
    await finish(batches);
    await expect(Promise.all([first, second, third])).resolves.toEqual([['1'], ['2', '3'], ['4']]);
  });

  it('splits a request that is larger than a batch and puts it together in order', async () => {
    const { batcher, batches } = setUp({ concurrency: 3 });
    const request = batcher.submit([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(batches.started).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ]);
    for (const batch of [...batches.running].reverse()) batch.succeed();
    await expect(request).resolves.toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  });

  it('serves first who came first, also behind a large request', async () => {
    const { batcher, batches } = setUp();
    void batcher.submit([1, 2, 3, 4, 5, 6]);
    void batcher.submit([7]);
    void batcher.submit([8, 9]);
    await finish(batches);
    expect(batches.started).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [9]]);
  });

  describe('with a delay', () => {
    it('waits for company while a batch is running', async () => {
      const { batcher, batches, clock } = setUp({ concurrency: 2, maxDelayMs: 5 });
      void batcher.submit([1]);
      void batcher.submit([2]);
      clock.advance(4);
      void batcher.submit([3]);
      expect(batches.started).toEqual([[1]]);
      clock.advance(1);
      expect(batches.started).toEqual([[1], [2, 3]]);
      await finish(batches);
    });

    it('does not wait once a batch is full', () => {
      const { batcher, batches } = setUp({ concurrency: 2, maxDelayMs: 5 });
      void batcher.submit([1]);
      void batcher.submit([2, 3, 4]);
      void batcher.submit([5]);
      expect(batches.started).toEqual([[1], [2, 3, 4, 5]]);
    });

    it('stops waiting when nothing is running any more', async () => {
      const { batcher, batches } = setUp({ concurrency: 2, maxDelayMs: 5 });
      void batcher.submit([1]);
      void batcher.submit([2]);
      batches.running[0]!.succeed();
      await settle();
      expect(batches.started).toEqual([[1], [2]]);
    });

    it('leaves no timer behind', async () => {
      const { batcher, batches, clock } = setUp({ concurrency: 2, maxDelayMs: 5 });
      void batcher.submit([1]);
      void batcher.submit([2]);
      await finish(batches);
      expect(clock.timers).toBe(0);
    });
  });

  describe('the queue', () => {
    it('refuses a request that does not fit, and keeps the ones that did', async () => {
      const { batcher, batches } = setUp({ maxQueueSize: 3 });
      const running = batcher.submit([1]);
      const waiting = batcher.submit([2, 3]);
      await expect(batcher.submit([4, 5])).rejects.toBeInstanceOf(QueueFullError);
      const fits = batcher.submit([6]);
      await finish(batches);
      await expect(Promise.all([running, waiting, fits])).resolves.toEqual([
        ['1'],
        ['2', '3'],
        ['6'],
      ]);
    });

    it('takes a request larger than itself when nothing waits', async () => {
      const { batcher, batches } = setUp({ maxQueueSize: 2 });
      void batcher.submit([0]);
      const large = batcher.submit([1, 2, 3, 4, 5, 6]);
      await expect(batcher.submit([7])).rejects.toBeInstanceOf(QueueFullError);
      await finish(batches);
      await expect(large).resolves.toHaveLength(6);
    });
  });

  describe('the deadline', () => {
    it('fails a request that waits too long and frees its place', async () => {
      const { batcher, batches, clock } = setUp();
      const stuck = batcher.submit([1]);
      const waiting = batcher.submit([2]);
      clock.advance(TIMEOUT_MS);
      await expect(stuck).rejects.toBeInstanceOf(DeadlineError);
      await expect(waiting).rejects.toBeInstanceOf(DeadlineError);
      expect(batcher.queuedItems).toBe(0);
      await finish(batches);
      expect(batches.started).toEqual([[1]]);
    });

    it('does not touch a request that is answered in time', async () => {
      const { batcher, batches, clock } = setUp();
      const request = batcher.submit([1]);
      clock.advance(TIMEOUT_MS - 1);
      batches.running[0]!.succeed();
      await expect(request).resolves.toEqual(['1']);
      expect(clock.timers).toBe(0);
    });
  });

  describe('a client that goes away', () => {
    it('frees its place at once', async () => {
      const { batcher, batches } = setUp();
      const client = new AbortController();
      void batcher.submit([1]);
      const gone = batcher.submit([2, 3], client.signal);
      const next = batcher.submit([4]);
      const reason = new Error('the client went away');
      client.abort(reason);
      await expect(gone).rejects.toBe(reason);
      expect(batcher.queuedItems).toBe(1);
      await finish(batches);
      await expect(next).resolves.toEqual(['4']);
      expect(batches.started).toEqual([[1], [4]]);
    });

    it('does not take its neighbours in the batch along', async () => {
      const { batcher, batches } = setUp();
      const client = new AbortController();
      void batcher.submit([1]);
      const gone = batcher.submit([2], client.signal);
      const neighbour = batcher.submit([3]);
      batches.running[0]!.succeed();
      await settle();
      client.abort();
      await expect(gone).rejects.toHaveProperty('name', 'AbortError');
      await finish(batches);
      await expect(neighbour).resolves.toEqual(['3']);
    });

    it('is not queued when it left before', async () => {
      const { batcher, batches } = setUp();
      await expect(batcher.submit([1], AbortSignal.abort())).rejects.toHaveProperty(
        'name',
        'AbortError',
      );
      expect(batches.started).toEqual([]);
    });
  });

  describe('a batch that fails', () => {
    it('fails every request with an item in it, and nobody else', async () => {
      const { batcher, batches } = setUp();
      const reason = new Error('the engine failed');
      const first = batcher.submit([1, 2, 3]);
      const second = batcher.submit([4, 5, 6, 7, 8, 9]);
      const third = batcher.submit([10]);
      void first.catch(() => undefined);
      batches.running[0]!.succeed();
      await settle();
      batches.running[0]!.fail(reason);
      await expect(second).rejects.toBe(reason);
      await finish(batches);
      await expect(Promise.all([first, third])).resolves.toEqual([['1', '2', '3'], ['10']]);
    });

    it('takes what is left of its requests out of the queue', async () => {
      const { batcher, batches } = setUp();
      const request = batcher.submit([1, 2, 3, 4, 5]);
      batches.running[0]!.fail(new Error('the engine failed'));
      await expect(request).rejects.toThrow('the engine failed');
      expect(batcher.queuedItems).toBe(0);
      expect(batches.started).toHaveLength(1);
    });
  });

  describe('close', () => {
    it('answers what is queued, refuses what comes later, and then resolves', async () => {
      const { batcher, batches } = setUp({ concurrency: 2, maxDelayMs: 50 });
      const running = batcher.submit([1]);
      const waiting = batcher.submit([2]);
      let isClosed = false;
      const closed = batcher.close().then(() => (isClosed = true));
      await expect(batcher.submit([3])).rejects.toBeInstanceOf(ClosedError);
      expect(batches.started).toEqual([[1], [2]]);
      batches.running[0]!.succeed();
      await settle();
      expect(isClosed).toBe(false);
      await finish(batches);
      await closed;
      await expect(Promise.all([running, waiting])).resolves.toEqual([['1'], ['2']]);
    });

    it('resolves at once when nothing is going on, and again when called again', async () => {
      const { batcher } = setUp();
      await batcher.close();
      await batcher.close();
    });

    it('waits no longer than the deadline for a batch that never ends', async () => {
      const { batcher, clock } = setUp();
      const request = batcher.submit([1]);
      const closed = batcher.close();
      clock.advance(TIMEOUT_MS);
      await expect(request).rejects.toBeInstanceOf(DeadlineError);
      await closed;
    });
  });
});

describe('places that are reserved', () => {
  const patiently = { patienceMs: 100 };

  it('are kept for the items they were reserved for', async () => {
    const { batcher, batches } = setUp();
    void batcher.submit([1]); // runs
    const places = await batcher.reserve(6, patiently);
    expect(batcher.queuedItems).toBe(6);
    await expect(batcher.submit([1, 2, 3])).rejects.toThrow(QueueFullError);
    void batcher.submit([1, 2]);
    const answer = batcher.submit([3, 4, 5, 6, 7, 8], undefined, places);
    expect(batcher.queuedItems).toBe(8);
    await finish(batches);
    await expect(answer).resolves.toHaveLength(6);
    expect(batcher.queuedItems).toBe(0);
  });

  it('are waited for, first come first served', async () => {
    const { batcher, batches } = setUp();
    void batcher.submit([1]);
    const first = await batcher.reserve(6, patiently);
    const order: string[] = [];
    void batcher.reserve(4, patiently).then(() => order.push('large'));
    void batcher.reserve(1, patiently).then(() => order.push('small'));
    await settle();
    expect(order).toEqual([]);
    first.release();
    first.release();
    await settle();
    expect(order).toEqual(['large', 'small']);
    expect(batcher.queuedItems).toBe(5);
    await finish(batches);
  });

  it('become free when items are begun', async () => {
    const { batcher, batches } = setUp();
    void batcher.submit([1]);
    void batcher.submit([2, 3, 4, 5, 6, 7, 8, 9]);
    const places = batcher.reserve(4, patiently);
    batches.running[0]!.succeed();
    await settle();
    await expect(places).resolves.toMatchObject({ count: 4 });
    expect(batcher.queuedItems).toBe(8);
    await finish(batches);
  });

  it('are given up when it takes too long, when the client goes, and when it is closed', async () => {
    const { batcher, batches, clock } = setUp();
    void batcher.submit([1]);
    await batcher.reserve(8, patiently);
    const late = batcher.reserve(1, patiently);
    const client = new AbortController();
    const gone = batcher.reserve(1, { ...patiently, signal: client.signal });
    client.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    clock.advance(100);
    await expect(late).rejects.toThrow(QueueFullError);
    const waiting = batcher.reserve(1, patiently);
    const closing = batcher.close();
    await expect(waiting).rejects.toThrow(ClosedError);
    await expect(batcher.reserve(1, patiently)).rejects.toThrow(ClosedError);
    await finish(batches);
    await closing;
  });

  it('are released when the items are never queued', async () => {
    const { batcher } = setUp();
    const client = new AbortController();
    const places = await batcher.reserve(5, patiently);
    client.abort(new Error('gone'));
    await expect(batcher.submit([1], client.signal, places)).rejects.toThrow('gone');
    expect(batcher.queuedItems).toBe(0);
  });
});
