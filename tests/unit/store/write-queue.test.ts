import { WriteQueue, type WriteQueueOptions } from '../../../src/store/write-queue';
import { rememberingLog } from './made-predictions';

/** What needs no time is done. */
const untilIdle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('write queue', () => {
  const log = rememberingLog();
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    log.errors.splice(0);
    log.infos.splice(0);
  });

  function makeQueue(options: Partial<WriteQueueOptions<number>> = {}): {
    readonly queue: WriteQueue<number>;
    readonly written: number[][];
    readonly disk: { error: Error | undefined };
  } {
    const written: number[][] = [];
    const disk: { error: Error | undefined } = { error: undefined };
    const queue = new WriteQueue<number>({
      what: 'history',
      whenFull: 'drop-newest',
      write: async (items) => {
        await Promise.resolve();
        if (disk.error !== undefined) throw disk.error;
        written.push([...items]);
      },
      log,
      delayMs: 250,
      maxRetryDelayMs: 1000,
      maxBatch: 100,
      maxItems: 1000,
      ...options,
    });
    return { queue, written, disk };
  }

  it('writes what came within the delay at once, in order', async () => {
    const { queue, written } = makeQueue();
    [1, 2, 3].forEach((item) => queue.add(item));
    await jest.advanceTimersByTimeAsync(249);
    expect(written).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(written).toEqual([[1, 2, 3]]);
    expect(queue.pending).toEqual([]);
  });

  it('does not let a steady stream put the writing off', async () => {
    const { queue, written } = makeQueue();
    for (let i = 0; i < 10; i += 1) {
      queue.add(i);
      await jest.advanceTimersByTimeAsync(50);
    }
    expect(written[0]).toEqual([0, 1, 2, 3, 4]);
  });

  it('sets no timer while there is nothing to write', async () => {
    const { queue } = makeQueue();
    queue.add(1);
    await jest.advanceTimersByTimeAsync(250);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('writes the first of a stream without any wait where it may, and the next after the delay', async () => {
    const { queue, written } = makeQueue({ writesAtOnce: true });
    queue.add(1);
    queue.add(2);
    await untilIdle();
    expect(written).toEqual([[1, 2]]);
    queue.add(3);
    await untilIdle();
    expect(written).toEqual([[1, 2]]);
    await jest.advanceTimersByTimeAsync(250);
    expect(written).toEqual([[1, 2], [3]]);
  });

  it('flushes at once, and again after it was empty', async () => {
    const { queue, written } = makeQueue();
    await queue.flush();
    queue.add(1);
    await queue.flush();
    await queue.flush();
    queue.add(2);
    await queue.flush();
    expect(written).toEqual([[1], [2]]);
  });

  it('writes each item once when several flush together', async () => {
    const { queue, written } = makeQueue();
    queue.add(1);
    const first = queue.flush();
    queue.add(2);
    await Promise.all([first, queue.flush(), queue.flush()]);
    expect(written.flat()).toEqual([1, 2]);
  });

  it('writes in batches of bounded size', async () => {
    const { queue, written } = makeQueue({ maxBatch: 2 });
    [1, 2, 3, 4, 5].forEach((item) => queue.add(item));
    await queue.flush();
    expect(written).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('keeps what could not be written, says so, and writes it later', async () => {
    const { queue, written, disk } = makeQueue();
    disk.error = new Error('disk full');
    queue.add(1);
    await jest.advanceTimersByTimeAsync(250);
    expect(log.errors).toHaveLength(1);
    expect(queue.pending).toEqual([1]);

    disk.error = undefined;
    queue.add(2);
    await jest.advanceTimersByTimeAsync(500);
    expect(written).toEqual([[1, 2]]);
    expect(log.infos).toEqual(['history is written again']);
  });

  it('rejects a flush that fails, and recovers by itself', async () => {
    const { queue, written, disk } = makeQueue();
    disk.error = new Error('disk full');
    queue.add(1);
    await expect(queue.flush()).rejects.toThrow('disk full');
    disk.error = undefined;
    await jest.advanceTimersByTimeAsync(1000);
    expect(written).toEqual([[1]]);
  });

  it('waits longer between tries, and at most the longest wait', async () => {
    const { queue, written, disk } = makeQueue();
    disk.error = new Error('disk full');
    queue.add(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(log.errors.length).toBeLessThan(10);
    disk.error = undefined;
    await jest.advanceTimersByTimeAsync(1000);
    expect(written).toEqual([[1]]);
  });

  it('keeps the oldest when it is full, and says once that it drops', async () => {
    const { queue, written, disk } = makeQueue({ maxItems: 2 });
    disk.error = new Error('disk full');
    [1, 2, 3, 4].forEach((item) => queue.add(item));
    expect(log.errors).toEqual(['history takes no more; new ones are dropped']);
    disk.error = undefined;
    await queue.flush();
    queue.add(5);
    await queue.flush();
    expect(written).toEqual([[1, 2], [5]]);
  });

  it('keeps the newest when it is to drop the oldest, but none that is being written', async () => {
    let finish = (): void => undefined;
    const written: number[][] = [];
    const { queue } = makeQueue({
      whenFull: 'drop-oldest',
      maxItems: 3,
      maxBatch: 2,
      write: async (items) => {
        written.push([...items]);
        await new Promise<void>((resolve) => (finish = resolve));
      },
    });
    [1, 2, 3].forEach((item) => queue.add(item));
    const flushed = queue.flush();
    await new Promise((resolve) => setImmediate(resolve));
    [4, 5].forEach((item) => queue.add(item));
    expect(queue.pending).toEqual([1, 2, 5]);
    expect(queue.dropped).toBe(2);
    expect(log.errors).toEqual(['history takes no more; the oldest are dropped']);
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    await flushed;
    expect(written).toEqual([[1, 2], [5]]);
    queue.close();
  });

  it('takes nothing after it is closed', () => {
    const { queue } = makeQueue();
    queue.close();
    queue.add(1);
    expect(queue.pending).toEqual([]);
    expect(log.errors).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('the end of a write queue', () => {
  function failing(times: number): {
    readonly queue: WriteQueue<number>;
    readonly written: number[][];
  } {
    const written: number[][] = [];
    let left = times;
    const queue = new WriteQueue<number>({
      what: 'history',
      whenFull: 'drop-newest',
      write: async (items) => {
        await Promise.resolve();
        if (left-- > 0) throw new Error('locked');
        written.push([...items]);
      },
      log,
      delayMs: 250,
      maxRetryDelayMs: 1000,
      maxBatch: 100,
      maxItems: 1000,
    });
    return { queue, written };
  }
  const log = rememberingLog();
  beforeEach(() => log.errors.splice(0));

  it('tries again until it is written', async () => {
    const { queue, written } = failing(3);
    [1, 2].forEach((item) => queue.add(item));
    await queue.end(5000);
    expect(written).toEqual([[1, 2]]);
    expect(log.errors).not.toContain('history is lost');
  });

  it('says what is lost when the time is over', async () => {
    const { queue, written } = failing(Infinity);
    [1, 2].forEach((item) => queue.add(item));
    await expect(queue.end(0)).rejects.toThrow('locked');
    expect(written).toEqual([]);
    expect(log.errors).toContain('history is lost');
  });
});
