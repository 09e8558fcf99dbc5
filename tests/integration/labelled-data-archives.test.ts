import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { trainingUploadRefusalSchema } from '../../src/http/api/labelling/samples-schema';
import { colourPng } from '../support/colour-png';
import { startLabelledService, type LabelledService } from '../support/labelled-service';
import { tarFile, type TarEntry } from '../support/tar-file';
import { zipFile, type ZipEntry } from '../support/zip-file';

const red = colourPng([250, 0, 0]);
const green = colourPng([0, 250, 0]);
const blue = colourPng([0, 0, 250]);
const LINK = 0o120777;

let service: LabelledService;
beforeAll(async () => {
  service = await startLabelledService({
    MAX_CONTENT_LENGTH: '20000',
    MAX_ARCHIVE_FILES: '40',
    MAX_ARCHIVE_CONTENT_LENGTH: String(12 * 1024 * 1024),
    MAX_ARCHIVE_RATIO: '100',
  });
});
afterAll(() => service.end());
afterEach(async () => {
  const ids = (await service.samples('?limit=200')).map(({ id }) => id);
  if (ids.length > 0) await service.api.post('/api/dataset/samples/delete').send({ ids });
  expect(readdirSync(path.join(service.persistence, 'uploads'))).toEqual([]);
});

interface Taken {
  /** File names inside the archive and labels. */
  readonly saved: [string, string][];
  /** File names inside the archive and reasons. */
  readonly refused: [string, string][];
}

async function uploadArchive(
  name: string,
  content: Buffer,
  labels: readonly string[] = [],
): Promise<Taken> {
  const answer = await service.save([{ name, content }], labels);
  const inside = (filename: string): string => filename.replace(`${name}/`, '');
  return {
    saved: answer.files.map(({ filename, label }) => [inside(filename), label]),
    refused: answer.errors.map(({ filename, error }) => [inside(filename), error]),
  };
}

/** Why an archive is refused as a whole. */
async function refused(name: string, content: Buffer): Promise<string> {
  const { body } = await service.upload([{ name, content }], []).expect(422);
  const { errors } = trainingUploadRefusalSchema.parse(body);
  expect(errors).toHaveLength(1);
  expect((await service.dataset()).total).toBe(0);
  return errors[0]!.error;
}

/** The same archive as zip, tar and tar.gz. */
const KINDS: [string, (entries: { name: string; content?: Buffer }[]) => Promise<Buffer>][] = [
  ['zip', (entries) => Promise.resolve(zipFile(entries))],
  [
    'deflated zip',
    (entries) => Promise.resolve(zipFile(entries.map((entry) => ({ ...entry, compress: true })))),
  ],
  ['tar', (entries) => tarFile(entries)],
  ['tar.gz', async (entries) => gzipSync(await tarFile(entries))],
];

describe.each(KINDS)('a %s', (_kind, archive) => {
  it('of <label>/<image> folders is saved, whatever its name is', async () => {
    const content = await archive([
      { name: 'cat/1.png', content: red },
      { name: './dog/1.png', content: green },
      { name: 'Polar Bear/ü.png', content: blue },
    ]);
    expect(await uploadArchive('upload.bin', content)).toEqual({
      saved: [
        ['cat/1.png', 'Cat'],
        ['dog/1.png', 'Dog'],
        ['Polar Bear/ü.png', 'Polar Bear'],
      ],
      refused: [],
    });
    expect((await service.dataset()).sources).toEqual({ upload: 0, archive: 3, feedback: 0 });
  });

  it('may have all of its folders in one', async () => {
    const content = await archive([
      { name: 'animals/cat/1.png', content: red },
      { name: 'animals/dog/1.png', content: green },
    ]);
    expect((await uploadArchive('a', content)).saved.map(([, label]) => label)).toEqual([
      'Cat',
      'Dog',
    ]);
  });

  it('loses what leads out of it, is too deep, no image or too large, and keeps the rest', async () => {
    const content = await archive([
      { name: '../../evil/1.png', content: red },
      { name: '/etc/cat/1.png', content: red },
      { name: '..\\evil\\1.png', content: red },
      { name: 'a/b/c/1.png', content: red },
      { name: 'cat/notes.txt', content: Buffer.from('hello') },
      { name: 'cat/large.png', content: Buffer.alloc(20_001, 1) },
      { name: `${'x'.repeat(65)}/1.png`, content: blue },
      { name: 'flat.png', content: blue },
      { name: 'cat/good.png', content: green },
    ]);
    const { saved, refused: bad } = await uploadArchive('mixed', content);
    expect(saved).toEqual([['cat/good.png', 'Cat']]);
    expect(bad).toHaveLength(8);
    for (const [, reason] of bad) expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(existsSync(path.join(service.persistence, '..', 'evil'))).toBe(false);
  });

  it('is read past what systems leave in it', async () => {
    const content = await archive([
      { name: '__MACOSX/cat/._1.png', content: Buffer.from('x') },
      { name: 'cat/.DS_Store', content: Buffer.from('x') },
      { name: 'cat/Thumbs.db', content: Buffer.from('x') },
      { name: 'cat/1.png', content: red },
    ]);
    expect(await uploadArchive('a', content)).toEqual({
      saved: [['cat/1.png', 'Cat']],
      refused: [],
    });
  });

  it.each([
    ['in a folder that encloses the classes', 'data/'],
    ['beside the classes themselves', ''],
  ])('skips and lists loose files that are no images, %s', async (_where, root) => {
    const content = await archive([
      { name: `${root}README.txt`, content: Buffer.from('hello') },
      { name: `${root}Fox/1.png`, content: red },
      { name: `${root}Wolf/1.png`, content: green },
      { name: `${root}labels.csv`, content: Buffer.from('a,b') },
    ]);
    const answer = await service.save([{ name: 'a', content }], []);
    expect(answer.files.map(({ label }) => label)).toEqual(['Fox', 'Wolf']);
    expect(answer.errors).toEqual([]);
    expect(answer.skipped.map(({ filename }) => filename)).toEqual([
      `a/${root}README.txt`,
      `a/${root}labels.csv`,
    ]);
    expect(answer.message).toMatch(/^Saved 2 of 2 files/);
  });

  it('may have images whose names have no ending', async () => {
    const deep = [{ name: 'data/fox/1', content: red }];
    expect((await uploadArchive('a', await archive(deep))).saved).toEqual([['data/fox/1', 'Fox']]);
    const flat = [{ name: '1', content: red }];
    expect((await uploadArchive('a', await archive(flat), ['ship'])).saved).toEqual([
      ['1', 'Ship'],
    ]);
  });

  it('has names that are composed, visible and short, however they come', async () => {
    const content = await archive([
      { name: 'Fu\u0308chse/e\u0301\u202e.png', content: red },
      { name: `F\u00fcchse/${'x'.repeat(80)}/../2.png`, content: green },
      { name: `Füchse/${'x'.repeat(300)}.png`, content: blue },
    ]);
    const { saved, refused: bad } = await uploadArchive('a', content);
    expect(saved).toEqual([
      ['Füchse/é.png', 'Füchse'],
      [`Füchse/${'x'.repeat(242)}.png`, 'Füchse'],
    ]);
    expect(bad).toHaveLength(1);
    const names = (await service.samples()).map((sample) => Array.from(sample.file_name).length);
    expect(Math.max(...names)).toBe(255);
  });

  it('gives images in no folder the label that came with it', async () => {
    const content = await archive([
      { name: '1.png', content: red },
      { name: 'dog/2.png', content: green },
    ]);
    expect((await uploadArchive('a', content, ['ship'])).saved).toEqual([
      ['1.png', 'Ship'],
      ['dog/2.png', 'Dog'],
    ]);
  });

  it('of too many entries is refused as a whole', async () => {
    const entries = Array.from({ length: 41 }, (_, i) => ({
      name: `cat/${String(i)}.png`,
      content: red,
    }));
    expect(await refused('a', await archive(entries))).toMatch(/more than 40 entries/);
  });

  it('that is cut off is refused as a whole', async () => {
    const content = await archive([
      { name: 'cat/1.png', content: red },
      { name: 'cat/2.png', content: green },
    ]);
    expect(await refused('a', content.subarray(0, content.length * 0.6))).toMatch(
      /damaged or cut off/,
    );
  });

  it('without images is an error', async () => {
    const { body } = await service
      .upload([{ name: 'empty', content: await archive([{ name: 'cat/.x', content: red }]) }], [])
      .expect(422);
    expect(trainingUploadRefusalSchema.parse(body).errors).toEqual([]);
  });
});

describe('a zip', () => {
  it.each(['Füchse', 'Fu\u0308chse', '猫', 'Кот', '🦊', 'گل\u200cها'])(
    'may have the UTF-8 name %j without saying so, as on macOS',
    async (label) => {
      const entry = { name: `${label}/1.png`, content: red };
      const content = zipFile([{ ...entry, saysUtf8: false }]);
      expect((await uploadArchive('a', content)).saved).toEqual(
        (await uploadArchive('a', zipFile([entry]))).saved,
      );
      expect((await service.samples()).map((sample) => sample.label)).toEqual([
        label.normalize('NFC'),
      ]);
    },
  );

  it('may have names in code page 437', async () => {
    const rawName = Buffer.from('F\x81chse/1.png', 'latin1');
    const content = zipFile([{ name: '', rawName, saysUtf8: false, content: red }]);
    expect((await uploadArchive('a', content)).saved).toEqual([['Füchse/1.png', 'Füchse']]);
  });

  const good: ZipEntry = { name: 'cat/good.png', content: green };

  it.each<[string, ZipEntry, RegExp]>([
    ['a link', { name: 'cat/l.png', content: Buffer.from('/etc/passwd'), mode: LINK }, /link/],
    ['a device', { name: 'cat/d.png', mode: 0o060644 }, /plain file/],
    [
      'an encrypted entry',
      { name: 'cat/e.png', content: red, compress: true, flags: 1 },
      /encrypted/,
    ],
    ['an unknown compression', { name: 'cat/m.png', content: red, method: 99 }, /unusual/],
    [
      'an entry that is longer than it claims',
      { name: 'cat/b.png', content: Buffer.alloc(5000), compress: true, claims: { bytes: 10 } },
      /damaged/,
    ],
    ['a wrong check sum', { name: 'cat/c.png', content: red, claims: { crc: 1 } }, /damaged/],
    ['another archive', { name: 'cat/z.png', content: zipFile([good]) }, /not an image/],
  ])('refuses %s and keeps the rest', async (_what, entry, reason) => {
    const { saved, refused: bad } = await uploadArchive('a.zip', zipFile([entry, good]));
    expect(saved).toEqual([['cat/good.png', 'Cat']]);
    expect(bad).toEqual([[entry.name, expect.stringMatching(reason)]]);
  });

  it('that unpacks to far more than it is, is refused before anything is unpacked', async () => {
    const bomb = { name: 'cat/b.png', content: Buffer.alloc(11 * 1024 * 1024), compress: true };
    expect(await refused('bomb.zip', zipFile([good, bomb]))).toMatch(/unpacks to more than/);
  });

  it('that claims more than the largest size is refused', async () => {
    const bomb = { ...good, claims: { bytes: 0xfffffff0 } };
    expect(await refused('bomb.zip', zipFile([{ ...bomb, compress: true }]))).toMatch(
      /unpacks to more than/,
    );
  });

  it('beside images takes labels for these alone', async () => {
    const answer = await service.save(
      [
        { name: 'a.png', content: red },
        { name: 'b.zip', content: zipFile([good]) },
        { name: 'c.png', content: blue },
      ],
      ['Ship', 'Truck'],
    );
    expect(answer.files.map(({ filename, label }) => [filename, label])).toEqual([
      ['a.png', 'Ship'],
      ['b.zip/cat/good.png', 'Cat'],
      ['c.png', 'Truck'],
    ]);
  });

  it('that is refused takes no other file with it', async () => {
    const answer = await service.save(
      [
        { name: 'bad.zip', content: Buffer.from('PK\x03\x04 and nothing more') },
        { name: 'good.png', content: red },
      ],
      ['Ship'],
    );
    expect(answer.files.map(({ filename }) => filename)).toEqual(['good.png']);
    expect(answer.errors.map(({ filename }) => filename)).toEqual(['bad.zip']);
  });
});

describe('a tar', () => {
  const good: TarEntry = { name: 'cat/good.png', content: green };

  it.each<[string, TarEntry, RegExp]>([
    ['a symbolic link', { name: 'cat/l.png', type: 'symlink', linkname: '/etc/passwd' }, /link/],
    ['a hard link', { name: 'cat/l.png', type: 'link', linkname: 'cat/good.png' }, /link/],
    ['a device', { name: 'cat/d.png', type: 'character-device' }, /plain file/],
    ['a pipe', { name: 'cat/p.png', type: 'fifo' }, /plain file/],
  ])('refuses %s and keeps the rest', async (_what, entry, reason) => {
    const { saved, refused: bad } = await uploadArchive('a.tar', await tarFile([entry, good]));
    expect(saved).toEqual([['cat/good.png', 'Cat']]);
    expect(bad).toEqual([[entry.name, expect.stringMatching(reason)]]);
  });

  it('that was compressed from far more than it is, is refused', async () => {
    const bomb = { name: 'cat/b.png', content: Buffer.alloc(11 * 1024 * 1024) };
    expect(await refused('bomb.tgz', gzipSync(await tarFile([good, bomb])))).toMatch(
      /unpacks to more than/,
    );
  });

  it('beyond the largest size is refused', async () => {
    const content = await tarFile([{ name: 'cat/b.bin', content: Buffer.alloc(13 * 1024 * 1024) }]);
    expect(await refused('large.tar', content)).toMatch(/unpacks to more than/);
  });

  it('that is something else in a gzip is refused', async () => {
    expect(await refused('a.gz', gzipSync(Buffer.from('hello'.repeat(300))))).toMatch(/damaged/);
  });
});
