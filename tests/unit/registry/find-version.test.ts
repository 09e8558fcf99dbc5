import { appendFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BrokenVersionError, NoModelError } from '../../../src/registry/errors';
import { findVersion, newestGoodVersion } from '../../../src/registry/find-version';
import { tinyCard, writeTinyVersion } from '../../support/tiny-version';
import { useModelFolder } from './model-folder';

describe('finding a version', () => {
  const modelDir = useModelFolder();
  let complaints: BrokenVersionError[] = [];
  const onBroken = (error: BrokenVersionError): void => void complaints.push(error);
  beforeEach(() => (complaints = []));

  /** Writes a version created on a day of January 2025. */
  const write = async (version: string, day: number): Promise<void> => {
    const created_at = new Date(Date.UTC(2025, 0, day)).toISOString();
    await writeTinyVersion(modelDir(), { version, created_at });
  };
  const spoil = (version: string, file: string): Promise<void> =>
    appendFile(path.join(modelDir(), version, file), 'x');

  describe('by age', () => {
    it('takes the one created last, whatever its name', async () => {
      await write('c', 1);
      await write('a', 3);
      await write('b', 2);
      expect((await newestGoodVersion(modelDir(), undefined, onBroken)).name).toBe('a');
      expect(complaints).toEqual([]);
    });

    it('takes one of the network that is asked for before newer ones of others', async () => {
      const ofNetwork = async (version: string, day: number, name: string): Promise<void> => {
        const network = { ...tinyCard().network, name };
        const created_at = new Date(Date.UTC(2025, 0, day)).toISOString();
        await writeTinyVersion(modelDir(), { version, created_at, network });
      };
      await ofNetwork('old', 1, 'large');
      await ofNetwork('middle', 2, 'large');
      await ofNetwork('new', 3, 'small');
      expect((await newestGoodVersion(modelDir(), 'large', onBroken)).name).toBe('middle');
      await spoil('middle', 'model.onnx');
      expect((await newestGoodVersion(modelDir(), 'large', onBroken)).name).toBe('old');
      expect((await newestGoodVersion(modelDir(), 'unknown', onBroken)).name).toBe('new');
    });

    it('passes over a newer one whose files have changed, and says so', async () => {
      await write('older', 1);
      await write('newer', 2);
      await spoil('newer', 'model.onnx');
      expect((await newestGoodVersion(modelDir(), undefined, onBroken)).name).toBe('older');
      expect(complaints.map(({ version }) => version)).toEqual(['newer']);
    });

    it('passes over one whose card cannot be read, and says so', async () => {
      await write('good', 1);
      await write('bad', 2);
      await spoil('bad', 'card.json');
      expect((await newestGoodVersion(modelDir(), undefined, onBroken)).name).toBe('good');
      expect(complaints.map(({ version }) => version)).toEqual(['bad']);
    });

    it('pays no attention to what is not a version', async () => {
      await write('good', 1);
      await cp(path.join(modelDir(), 'good'), path.join(modelDir(), '.good-leftover'), {
        recursive: true,
      });
      await mkdir(path.join(modelDir(), 'Not A Version'));
      await writeFile(path.join(modelDir(), 'readme'), 'hello');
      expect((await newestGoodVersion(modelDir(), undefined, onBroken)).name).toBe('good');
      expect(complaints).toEqual([]);
    });

    it('fails when every version is broken, having named each', async () => {
      await write('one', 1);
      await write('two', 2);
      await spoil('one', 'head.bin');
      await spoil('two', 'card.json');
      await expect(newestGoodVersion(modelDir(), undefined, onBroken)).rejects.toBeInstanceOf(
        NoModelError,
      );
      expect(complaints.map(({ version }) => version).sort()).toEqual(['one', 'two']);
    });

    it('fails when there is no folder at all', async () => {
      await rm(modelDir(), { recursive: true });
      await expect(newestGoodVersion(modelDir(), undefined, onBroken)).rejects.toBeInstanceOf(
        NoModelError,
      );
      await mkdir(modelDir());
    });
  });

  describe('by name', () => {
    it('takes the one asked for, though a newer one is there', async () => {
      await write('wanted', 1);
      await write('newer', 2);
      expect((await findVersion(modelDir(), { name: 'wanted' }, onBroken)).name).toBe('wanted');
    });

    it('takes the newest when none is asked for', async () => {
      await write('older', 1);
      await write('newer', 2);
      expect((await findVersion(modelDir(), { name: '' }, onBroken)).name).toBe('newer');
    });

    it('does not put another in the place of a broken one', async () => {
      await write('wanted', 1);
      await write('newer', 2);
      await spoil('wanted', 'model.onnx');
      const finding = findVersion(modelDir(), { name: 'wanted' }, onBroken);
      await expect(finding).rejects.toBeInstanceOf(BrokenVersionError);
    });

    it.each(['missing', '../elsewhere', '.'])('says what there is instead of %j', async (name) => {
      await write('b', 1);
      await write('a', 2);
      await expect(findVersion(modelDir(), { name }, onBroken)).rejects.toThrow('there are a, b');
    });
  });
});
