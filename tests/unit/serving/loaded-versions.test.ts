import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Classifier, ModelLease } from '../../../src/inference/classification';
import { QueueFullError } from '../../../src/inference/errors';
import type { ModelVersion } from '../../../src/registry/version';
import { BrokenVersionError } from '../../../src/registry/errors';
import { ModelNotLoadedError, NoSuchVersionError } from '../../../src/serving/errors';
import { LoadedVersions } from '../../../src/serving/loaded-versions';
import { tinyModelVersion, writeTinyVersion } from '../../support/tiny-version';
import { writeFileSync } from 'node:fs';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'loaded-versions-'));
  for (const version of ['a', 'b', 'c', 'd', 'e', 'f']) await writeTinyVersion(folder, { version });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A classifier that tells which versions it has loaded, and holds loads back where a test wants. */
function shelfOf(max: number, gate: Promise<void> = Promise.resolve()) {
  const loads: string[] = [];
  const unloads: string[] = [];
  const leaseOf = (version: ModelVersion): ModelLease => ({
    version,
    classify: () => Promise.reject(new Error('nothing is classified here')),
    release: () => undefined,
  });
  const active = tinyModelVersion();
  const classifier: Pick<Classifier, 'version' | 'lease' | 'loadVersion'> = {
    version: active,
    lease: () => leaseOf(active),
    async loadVersion(version) {
      await gate;
      loads.push(version.name);
      return {
        lease: () => leaseOf(version),
        unload: () => Promise.resolve(void unloads.push(version.name)),
      };
    },
  };
  const versions = new LoadedVersions({
    active: { current: { version: active, classifier: classifier as Classifier } },
    modelDir: folder,
    max,
  });
  const nameOf = async (name?: string): Promise<string> =>
    (await versions.lease(name)).version.name;
  return { versions, nameOf, loads, unloads };
}

it('gives the active version where none is named, and where it is named', async () => {
  const { nameOf, loads } = shelfOf(1);
  expect(await nameOf()).toBe('tiny');
  expect(await nameOf('tiny')).toBe('tiny');
  expect(loads).toEqual([]);
});

it('loads a version once, however many ask for it at once', async () => {
  const { nameOf, loads } = shelfOf(1);
  expect(await Promise.all([nameOf('a'), nameOf('a'), nameOf('a')])).toEqual(['a', 'a', 'a']);
  expect(await nameOf('a')).toBe('a');
  expect(loads).toEqual(['a']);
});

it('frees the one asked for least recently', async () => {
  const { nameOf, unloads, versions } = shelfOf(2);
  for (const name of ['a', 'b', 'a', 'c']) await nameOf(name);
  expect(unloads).toEqual(['b']);
  expect(['a', 'b', 'c'].map((name) => versions.isLoaded(name))).toEqual([true, false, true]);
});

it('frees a version that is asked to leave, and loads it anew', async () => {
  const { nameOf, loads, unloads, versions } = shelfOf(2);
  await nameOf('a');
  expect(versions.unload('a')).toBe(true);
  expect(versions.unload('a')).toBe(false);
  expect(unloads).toEqual(['a']);
  await nameOf('a');
  expect(loads).toEqual(['a', 'a']);
});

it('no longer gives a version that has been deleted', async () => {
  const { nameOf, unloads } = shelfOf(2);
  await nameOf('a');
  rmSync(path.join(folder, 'a'), { recursive: true });
  await expect(nameOf('a')).rejects.toThrow(NoSuchVersionError);
  expect(unloads).toEqual(['a']);
});

it.each(['nobody', '../a', 'A', '', 'constructor'])('knows no version %p', async (name) => {
  await expect(shelfOf(1).nameOf(name)).rejects.toThrow(NoSuchVersionError);
});

it('tells a broken version, and tries it again', async () => {
  const { nameOf, loads } = shelfOf(1);
  writeFileSync(path.join(folder, 'a', 'card.json'), 'x');
  await expect(nameOf('a')).rejects.toThrow(BrokenVersionError);
  await writeTinyVersion(folder, { version: 'g' });
  expect(await nameOf('g')).toBe('g');
  expect(loads).toEqual(['g']);
});

it('refuses to load more and more at once', async () => {
  let open: () => void = () => undefined;
  const { nameOf } = shelfOf(2, new Promise((resolve) => (open = resolve)));
  const loading = ['a', 'b', 'c', 'd'].map((name) => nameOf(name));
  await expect(nameOf('e')).rejects.toThrow(QueueFullError);
  open();
  expect(await Promise.all(loading)).toEqual(['a', 'b', 'c', 'd']);
  expect(await nameOf('e')).toBe('e');
});

it('has nothing to give while no version is active', async () => {
  const versions = new LoadedVersions({
    active: { current: undefined },
    modelDir: folder,
    max: 1,
  });
  await expect(versions.lease()).rejects.toThrow(ModelNotLoadedError);
  await expect(versions.lease('a')).rejects.toThrow(ModelNotLoadedError);
});
