import { StorageError } from '../../../src/store/storage-error';
import { StorageWatch, type StorageWatchOptions } from '../../../src/store/storage-watch';
import { recordingLogger } from '../../support/recording-logger';

function watchOf(options: Partial<StorageWatchOptions> = {}): {
  readonly watch: StorageWatch;
  readonly messages: () => string[];
} {
  const log = recordingLogger();
  const watch = new StorageWatch({
    check: () => Promise.resolve(),
    freeBytes: () => Promise.resolve(1000),
    minFreeBytes: 100,
    prune: () => Promise.resolve(),
    log,
    ...options,
  });
  return { watch, messages: () => log.lines.map(({ message }) => message) };
}

describe('storage watch', () => {
  it('knows the problem for as long as there is one', async () => {
    let error: Error | undefined = new StorageError('full', 'database or disk is full');
    const { watch } = watchOf({
      check: () => (error === undefined ? Promise.resolve() : Promise.reject(error)),
    });
    expect(watch.problem).toBeUndefined();
    await watch.look();
    expect(watch.problem).toBe('full');
    error = new Error('anything else');
    await watch.look();
    expect(watch.problem).toBe('broken');
    error = undefined;
    await watch.look();
    expect(watch.problem).toBeUndefined();
  });

  it('says once that space is low, and once that it is not any more', async () => {
    let freeBytes = 99;
    const { watch, messages } = watchOf({ freeBytes: () => Promise.resolve(freeBytes) });
    await watch.look();
    await watch.look();
    expect(watch.isSpaceLow).toBe(true);
    freeBytes = 100;
    await watch.look();
    await watch.look();
    expect(watch.isSpaceLow).toBe(false);
    expect(messages()).toEqual([
      'the disk is nearly full; uploads are refused',
      'the disk has space again',
    ]);
  });

  it('looks and prunes from time to time until it is stopped', async () => {
    jest.useFakeTimers();
    try {
      const check = jest.fn(() => Promise.resolve());
      const prune = jest.fn(() => Promise.reject(new StorageError('locked', 'busy')));
      const { watch, messages } = watchOf({
        check,
        prune,
        checkIntervalMs: 1000,
        pruneIntervalMs: 5000,
      });
      watch.start();
      await jest.advanceTimersByTimeAsync(5500);
      expect([check.mock.calls.length, prune.mock.calls.length]).toEqual([6, 2]);
      await watch.stop();
      await jest.advanceTimersByTimeAsync(60_000);
      expect([check.mock.calls.length, prune.mock.calls.length]).toEqual([6, 2]);
      expect(messages()).toEqual(Array(2).fill('old predictions were not removed'));
    } finally {
      jest.useRealTimers();
    }
  });
});
