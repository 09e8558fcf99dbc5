import { untilUnlocked } from '../../../src/jobs/until-unlocked';
import { StorageError } from '../../../src/store/storage-error';

const locked = new StorageError('locked', 'database is locked');

describe('doing something until the database is not locked', () => {
  it('tries again while it is locked', async () => {
    const work = jest.fn<Promise<string>, []>();
    work.mockRejectedValueOnce(locked).mockRejectedValueOnce(locked).mockResolvedValue('done');
    await expect(untilUnlocked(work)).resolves.toBe('done');
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('gives up after some tries', async () => {
    const work = jest.fn(() => Promise.reject(locked));
    await expect(untilUnlocked(work)).rejects.toBe(locked);
    expect(work).toHaveBeenCalledTimes(12);
  });

  it('does not try again what fails for another reason', async () => {
    const full = new StorageError('full', 'database or disk is full');
    const work = jest.fn(() => Promise.reject(full));
    await expect(untilUnlocked(work)).rejects.toBe(full);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
