import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  BrokenVersionError,
  VersionExistsError,
  VersionNotWrittenError,
} from '../../../src/registry/errors';
import { openVersion } from '../../../src/registry/open-version';
import { writeVersion } from '../../../src/registry/write-version';
import { tinyCard, tinyFiles, writeTinyVersion } from '../../support/tiny-version';
import { useModelFolder } from './model-folder';

describe('writeVersion', () => {
  const modelDir = useModelFolder();

  it('writes a version that opens', async () => {
    const written = await writeTinyVersion(modelDir());
    expect(await openVersion(path.join(modelDir(), 'tiny'))).toEqual(written);
    expect(await readdir(modelDir())).toEqual(['tiny']);
  });

  it('creates the folder of versions', async () => {
    const written = await writeTinyVersion(path.join(modelDir(), 'deep', 'models'));
    expect(written.name).toBe('tiny');
  });

  it('lists files beyond the needed ones with their hashes', async () => {
    const files = { ...tinyFiles(), 'notes.txt': Buffer.from('abc') };
    const { card } = await writeVersion(modelDir(), tinyCard(), files);
    expect(card.files['notes.txt']).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('refuses a name that is taken, and leaves what is there alone', async () => {
    const { folder } = await writeTinyVersion(modelDir(), { parent: 'the first' });
    const second = writeTinyVersion(modelDir(), { parent: 'the second' });
    await expect(second).rejects.toBeInstanceOf(VersionExistsError);
    expect(await readFile(path.join(folder, 'card.json'), 'utf8')).toContain('the first');
    expect(await readdir(modelDir())).toEqual(['tiny']);
  });

  it('lets one of two win that write the same name at the same time', async () => {
    const results = await Promise.allSettled([
      writeTinyVersion(modelDir()),
      writeTinyVersion(modelDir()),
    ]);
    const refusals = results.filter((result) => result.status === 'rejected');
    expect(refusals.map(({ reason }) => reason as unknown)).toEqual([
      new VersionExistsError('tiny'),
    ]);
    expect(await readdir(modelDir())).toEqual(['tiny']);
  });

  it.each(['', '.hidden', '../up', 'UPPER', 'a/b', 'x'.repeat(65)])(
    'refuses to call a version %j',
    async (version) => {
      await expect(writeTinyVersion(modelDir(), { version })).rejects.toBeInstanceOf(RangeError);
      expect(await readdir(modelDir())).toEqual([]);
    },
  );

  it.each(['../escape', 'card.json', 'a/b', '.hidden'])(
    'refuses to call a file %j',
    async (name) => {
      const files = { ...tinyFiles(), [name]: new Uint8Array() };
      await expect(writeVersion(modelDir(), tinyCard(), files)).rejects.toBeInstanceOf(RangeError);
      expect(await readdir(modelDir())).toEqual([]);
    },
  );

  it('leaves nothing behind when a file cannot be written, and says so', async () => {
    const files = { ...tinyFiles(), 'model.onnx': { sameAs: path.join(modelDir(), 'gone') } };
    const writing = writeVersion(modelDir(), tinyCard(), files);
    await expect(writing).rejects.toBeInstanceOf(VersionNotWrittenError);
    await expect(writing).rejects.toThrow('"tiny" cannot be written (ENOENT');
    expect(await readdir(modelDir())).toEqual([]);
  });

  it('leaves nothing behind when the files do not make a version', async () => {
    const files = { ...tinyFiles(), 'head.bin': new Uint8Array(3) };
    const writing = writeVersion(modelDir(), tinyCard(), files);
    await expect(writing).rejects.toBeInstanceOf(BrokenVersionError);
    expect(await readdir(modelDir())).toEqual([]);
  });

  it('is not disturbed by what a crash left behind', async () => {
    await mkdir(path.join(modelDir(), '.tiny-abc123'));
    await expect(writeTinyVersion(modelDir())).resolves.toHaveProperty('name', 'tiny');
  });
});
