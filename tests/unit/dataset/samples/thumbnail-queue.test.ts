import {
  ThumbnailQueue,
  type ThumbnailQueueOptions,
} from '../../../../src/dataset/samples/thumbnail-queue';

const file = (bytes = 10): Uint8Array => new Uint8Array(bytes);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Rig {
  readonly queue: ThumbnailQueue;
  /** Ids in the order in which they were begun. */
  readonly begun: string[];
  readonly rests: number[];
  readonly errors: unknown[];
  /** Ends the thumbnail that is being made, which took so long. */
  readonly finish: (ms?: number, error?: Error) => Promise<void>;
  /** Ends the rest after it. */
  readonly rested: () => Promise<void>;
}

function rig(options: Partial<ThumbnailQueueOptions> = {}): Rig {
  const begun: string[] = [];
  const rests: number[] = [];
  const errors: unknown[] = [];
  let clock = 0;
  let settle: (error?: Error) => void = () => undefined;
  let rest: () => void = () => undefined;
  const queue = new ThumbnailQueue({
    make: (id) => {
      begun.push(id);
      return new Promise((resolve, reject) => {
        settle = (error) => (error === undefined ? resolve() : reject(error));
      });
    },
    onError: (error) => errors.push(error),
    monotonicMs: () => clock,
    wait: (ms, signal) => {
      rests.push(ms);
      return new Promise<void>((resolve) => {
        rest = resolve;
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
    },
    ...options,
  });
  return {
    queue,
    begun,
    rests,
    errors,
    async finish(ms = 10, error?: Error) {
      clock += ms;
      settle(error);
      await turn();
    },
    async rested() {
      rest();
      await turn();
    },
  };
}

describe('the queue of thumbnails', () => {
  it('makes one at a time, in order', async () => {
    const { queue, begun, finish, rested } = rig();
    ['a', 'b'].forEach((id) => queue.add(id, file()));
    expect(begun).toEqual(['a']);
    await finish();
    expect(begun).toEqual(['a']);
    await rested();
    expect(begun).toEqual(['a', 'b']);
    await finish();
    await rested();
    queue.add('c', file());
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('rests nine times as long as it works', async () => {
    const { queue, rests, finish } = rig();
    queue.add('a', file());
    await finish(40);
    expect(rests).toEqual([360]);
  });

  it.each([
    ['files', { maxFiles: 2 }],
    ['bytes', { maxBytes: 25 }],
  ])('drops the oldest beyond so many %s, and counts', async (_what, limits) => {
    const { queue, begun, finish, rested } = rig(limits);
    ['a', 'b', 'c', 'd'].forEach((id) => queue.add(id, file(10)));
    for (let i = 0; i < 4; i += 1) {
      await finish();
      await rested();
    }
    expect(begun).toEqual(['a', 'c', 'd']);
    expect(queue.dropped).toBe(1);
  });

  it('goes on after one that fails', async () => {
    const { queue, begun, errors, finish, rested } = rig();
    ['a', 'b'].forEach((id) => queue.add(id, file()));
    await finish(1, new Error('no memory'));
    await rested();
    expect(errors).toEqual([new Error('no memory')]);
    expect(begun).toEqual(['a', 'b']);
  });

  it('finishes what it is at when it is closed, and begins nothing more', async () => {
    const { queue, begun, finish } = rig();
    ['a', 'b'].forEach((id) => queue.add(id, file()));
    const closed = queue.close();
    await finish();
    await closed;
    queue.add('c', file());
    expect(begun).toEqual(['a']);
  });
});
