import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readClassCounts } from '../../../src/registry/class-counts';
import { discardLeftovers, removeVersion } from '../../../src/registry/remove-version';
import { VersionCatalogue } from '../../../src/registry/version-catalogue';
import { writeTinyVersion } from '../../support/tiny-version';

let models: string;
beforeEach(() => (models = mkdtempSync(path.join(tmpdir(), 'models-'))));
afterEach(() => rmSync(models, { recursive: true }));

const write = (version: string, day = 1): ReturnType<typeof writeTinyVersion> =>
  writeTinyVersion(models, { version, created_at: `2025-01-0${day}T00:00:00.000Z` });

describe('the catalogue of versions', () => {
  it('lists the good ones, newest first, then the broken ones with the reason', async () => {
    await write('old', 1);
    await write('new', 3);
    await write('bad', 2);
    appendFileSync(path.join(models, 'bad', 'head.bin'), 'x');
    mkdirSync(path.join(models, 'empty'));
    mkdirSync(path.join(models, '.draft'));
    writeFileSync(path.join(models, 'README.md'), '');
    const entries = await new VersionCatalogue(models).list();
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['new', 'good'],
      ['old', 'good'],
      ['bad', 'broken'],
      ['empty', 'broken'],
    ]);
    expect(entries[2]).toMatchObject({ reason: expect.stringContaining('head.bin has changed') });
    expect(entries[3]).toMatchObject({ reason: expect.stringContaining('card.json') });
  });

  it('gives the same card until a file changes', async () => {
    await write('tiny');
    const catalogue = new VersionCatalogue(models);
    const first = await catalogue.find('tiny');
    expect(await catalogue.find('tiny')).toBe(first);
    appendFileSync(path.join(models, 'tiny', 'model.onnx'), 'x');
    expect(await catalogue.find('tiny')).toMatchObject({ kind: 'broken' });
  });

  it('notices a file that was changed with its size and times kept', async () => {
    await write('tiny');
    const catalogue = new VersionCatalogue(models);
    expect(await catalogue.find('tiny')).toMatchObject({ kind: 'good' });
    const file = path.join(models, 'tiny', 'head.bin');
    const { atime, mtime } = statSync(file);
    const bytes = readFileSync(file);
    bytes[0]! ^= 1;
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    expect(await catalogue.find('tiny')).toMatchObject({ kind: 'broken' });
  });

  it('never takes a version that is deleted while it is looked at for a broken one', async () => {
    const away = path.join(models, '.away');
    for (let turns = 0; turns < 20; turns++) {
      await write('tiny');
      const found = new VersionCatalogue(models).find('tiny');
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      renameSync(path.join(models, 'tiny'), away);
      expect((await found)?.kind).not.toBe('broken');
      rmSync(away, { recursive: true });
    }
  });

  it('lists a version before the one that it was made from, whatever the clock said', async () => {
    const made = (version: string, day: number, parent: string | null) =>
      writeTinyVersion(models, { version, parent, created_at: `2025-01-0${day}T00:00:00.000Z` });
    await made('root', 5, null);
    await made('child', 3, 'root'); // the clock was set back by two days
    await made('grandchild', 3, 'child');
    await made('other', 4, null);
    await made('loop', 1, 'loop');
    const entries = await new VersionCatalogue(models).list();
    expect(entries.map(({ name }) => name)).toEqual([
      'grandchild',
      'child',
      'root',
      'other',
      'loop',
    ]);
  });

  it('knows nothing of what is not there, or could not be a version', async () => {
    const catalogue = new VersionCatalogue(models);
    for (const name of ['gone', '..', '.draft', 'a/b', '']) {
      expect(await catalogue.find(name)).toBeUndefined();
    }
    expect(await new VersionCatalogue(path.join(models, 'none')).list()).toEqual([]);
  });
});

describe('removing a version', () => {
  it('takes it away at once, and its files when they are discarded', async () => {
    await write('tiny');
    const removed = await removeVersion(models, 'tiny');
    expect(await new VersionCatalogue(models).list()).toEqual([]);
    expect(readdirSync(models)).toHaveLength(1);
    await removed?.discard();
    expect(readdirSync(models)).toEqual([]);
  });

  it('can be undone', async () => {
    await write('tiny');
    await (await removeVersion(models, 'tiny'))?.restore();
    expect(await new VersionCatalogue(models).find('tiny')).toMatchObject({ kind: 'good' });
  });

  it('does nothing where there is none', async () => {
    expect(await removeVersion(models, 'gone')).toBeUndefined();
    expect(await removeVersion(models, '..')).toBeUndefined();
  });

  it('leaves nothing behind for ever', async () => {
    await write('tiny');
    await write('kept');
    await removeVersion(models, 'tiny');
    await discardLeftovers(models);
    expect(readdirSync(models)).toEqual(['kept']);
  });
});

describe('the class counts', () => {
  it('are those of the training images', async () => {
    const { folder, card } = await write('tiny');
    expect(await readClassCounts(folder, card)).toEqual({ Red: 20, Green: 20, Blue: 20 });
  });
});
