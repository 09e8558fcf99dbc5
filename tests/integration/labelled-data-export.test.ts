import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { sampleId } from '../../src/dataset/samples/sample-id';
import type {
  SampleAnswer,
  TrainingUploadAnswer,
} from '../../src/http/api/labelling/samples-schema';
import { colourPng } from '../support/colour-png';
import { jpeg } from '../support/images';
import { startLabelledService, type LabelledService } from '../support/labelled-service';
import { zipFile, type ZipEntry } from '../support/zip-file';

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService()));
afterEach(() => service.end());

async function exported(from = service, query = ''): Promise<Buffer> {
  const { body } = await from.api
    .get(`/api/dataset/export${query}`)
    .responseType('blob')
    .expect(200)
    .expect('Content-Type', 'application/zip')
    .expect('Content-Disposition', /^attachment/);
  return body as Buffer;
}

const foldersLeft = (): Promise<string[]> => readdir(path.join(service.persistence, 'uploads'));

async function contents(zip: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const archive = await fromBufferPromise(zip, { lazyEntries: true });
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = [];
    const stream = await archive.openReadStreamPromise(entry);
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    found.set(entry.fileName, Buffer.concat(chunks));
  }
  return found;
}

describe('GET /api/dataset/export', () => {
  it('is an empty zip where there is nothing', async () => {
    expect((await contents(await exported())).size).toBe(0);
  });

  it('holds every sample under its label, as the file that it came as', async () => {
    const photo = await jpeg({ width: 60, height: 40 });
    const { files } = await service.save(
      [
        { name: 'a.jpg', content: photo },
        { name: 'b.png', content: colourPng([9, 9, 9]) },
      ],
      ['Cat', 'Polar Bear'],
    );
    const found = await contents(await exported());
    expect([...found.keys()].sort()).toEqual(['Cat/a.jpg', 'Polar Bear/b.png', 'manifest.jsonl']);
    expect(photo.equals(found.get('Cat/a.jpg')!)).toBe(true);
    const lines = found.get('manifest.jsonl')!.toString().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual({
      file: 'Cat/a.jpg',
      label: 'Cat',
      file_name: 'a.jpg',
      source: 'upload',
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
      sha256: files[0]!.id,
      split: 'train',
    });
  });

  it('gives the same samples and labels when it is uploaded again', async () => {
    const labels = ['Cat', 'what? "a:b" <c>|*', 'ends with a dot.', 'C:', 'Straße', '猫'];
    await service.save(
      labels.map((_, i) => ({ name: `${String(i)}.png`, content: colourPng([i, 90, 90]) })),
      labels,
    );
    const { id } = await service.predict(await jpeg({ width: 200, height: 100 }));
    await service.say(id, { correct: true }).expect(200);
    const before = await service.samples();
    const zip = await exported();
    expect([...(await contents(zip)).keys()].join()).not.toMatch(/[<>:"|?*\\]/);
    const again = await service.save([{ name: 'dataset.zip', content: zip }], []);
    expect(again).toMatchObject({ files_saved: 7, unchanged: 7, errors: [] });
    expect(await service.samples()).toEqual(before);
  });

  it('comes whole when there is more than a page of it', async () => {
    for (let part = 0; part < 3; part += 1) {
      await service.save(
        Array.from({ length: 50 }, (_, i) => ({
          name: `${String(i)}.png`,
          content: colourPng([i, part, 7]),
        })),
        ['Cat'],
      );
    }
    expect((await contents(await exported())).size).toBe(151);
    expect(await foldersLeft()).toEqual([]);
  });
});

/** All that an export has to carry, in one order. */
function carried(samples: readonly SampleAnswer[]): object[] {
  return samples
    .map(({ label, source, file_name, format, file_bytes, split, ...rest }) => ({
      id: rest.id,
      dates: [rest.created_at, rest.updated_at],
      facts: [label, source, file_name, format, file_bytes, split],
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('an export that is uploaded to another service', () => {
  let time = Date.parse('2026-02-03T04:05:06Z');
  let first: LabelledService;
  let second: LabelledService;
  beforeEach(async () => {
    first = await startLabelledService({}, { now: () => new Date((time += 61_007)) });
    second = await startLabelledService();
  });
  afterEach(() => Promise.all([first.end(), second.end()]));

  it('gives it the same files, labels, names, sources, dates and splits', async () => {
    const names = [
      'Straße 😀.png',
      'a.png',
      'A.PNG',
      'a.png',
      '.hidden',
      'con.png',
      'x:y?.png',
      '猫.jpg',
    ];
    const shades = Array.from({ length: 24 }, (_, i) => colourPng([i, 40, 41]));
    for (const [i, content] of shades.entries()) {
      await first.save([{ name: names[i % names.length]!, content }], [i % 2 ? 'Fox' : 'Ω "hm"']);
    }
    await first.save(
      [{ name: 'p.zip', content: zipFile([{ name: 'Dog/d.png', content: colourPng([3, 3, 3]) }]) }],
      [],
    );
    const { id } = await first.predict(await jpeg({ width: 90, height: 60 }), 'beach.jpeg');
    await first.say(id, { label: 'Fox' }).expect(200);
    const [some] = await first.samples();
    await first.api.patch(`/api/dataset/samples/${some!.id}`).send({ label: 'Wolf' }).expect(200);
    const test = { name: 'test.png', content: colourPng([4, 4, 4]) };
    await first.upload([test], ['Fox']).field('use', 'test').expect(200);

    const others = await exported(first);
    const tests = await exported(first, '?split=test');
    expect([...(await contents(tests)).keys()]).toEqual(['Fox/test.png', 'manifest.jsonl']);
    for (const [name, content] of [
      ['others.zip', others],
      ['tests.zip', tests],
    ] as const) {
      expect(await second.save([{ name, content }], [])).toMatchObject({ errors: [], skipped: [] });
    }
    for (const query of ['?limit=200', '?limit=200&split=test']) {
      const expected = carried(await first.samples(query));
      expect(expected.length).toBeGreaterThan(0);
      expect(carried(await second.samples(query))).toEqual(expected);
    }
    expect((await second.dataset()).held_out).toBeGreaterThan(0);
    expect((await second.samples('?limit=200')).map((sample) => sample.id)).toEqual(
      (await first.samples('?limit=200')).map((sample) => sample.id),
    );
    // And from there, all of it once more.
    expect(
      await first.save([{ name: 'back.zip', content: await exported(second) }], []),
    ).toMatchObject({ new: 0, relabelled: 0, errors: [], skipped: [] });
  }, 120_000);
});

describe('a manifest that is not as an export writes it', () => {
  const red = colourPng([250, 0, 0]);
  const good = {
    file: 'Cat/a.png',
    label: 'Cat',
    file_name: 'mine.png',
    source: 'feedback',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-02T00:00:00.000Z',
    sha256: '',
    split: 'held_out',
  };
  beforeAll(async () => (good.sha256 = await sampleId(red)));

  const send = (
    manifest: string | Buffer,
    more: readonly ZipEntry[] = [],
  ): Promise<TrainingUploadAnswer> => {
    const entries = [
      { name: 'Cat/a.png', content: red },
      { name: 'Cat/b.png', content: colourPng([1, 1, 1]) },
      ...more,
      { name: 'manifest.jsonl', content: Buffer.from(manifest) },
    ];
    return service.save([{ name: 'a.zip', content: zipFile(entries) }], []);
  };
  const nameOf = async (): Promise<string[]> =>
    (await service.samples()).map(({ file_name }) => file_name).sort();

  it('is taken line by line where lines are good', async () => {
    const answer = await send(`\ufeff${JSON.stringify(good)}\r\n\n`);
    expect(answer).toMatchObject({ new: 2, errors: [], skipped: [] });
    const [sample] = (await service.samples()).filter(({ source }) => source === 'feedback');
    expect(sample).toMatchObject({ file_name: 'mine.png', created_at: good.created_at });
  });

  it.each<[string, () => string, RegExp]>([
    ['no JSON', () => '{"file"', /^Line 1 is read over: it is no JSON/],
    ['a list', () => '[1]', /^Line 1 is read over: it is not as an export writes it/],
    [
      'a field that is missing',
      () => JSON.stringify({ ...good, sha256: undefined }),
      /"sha256" is not/,
    ],
    [
      'a split that there is not',
      () => JSON.stringify({ ...good, split: 'mine' }),
      /"split" is not/,
    ],
    [
      'a date that there is not',
      () => JSON.stringify({ ...good, created_at: 'today' }),
      /"created_at"/,
    ],
    [
      'a path that leads out',
      () => JSON.stringify({ ...good, file: '../a.png' }),
      /leads out of the archive/,
    ],
    [
      'a path from the root',
      () => JSON.stringify({ ...good, file: '/etc/a.png' }),
      /leads out of the archive/,
    ],
    [
      'a file that is not there',
      () => JSON.stringify({ ...good, file: 'Cat/c.png' }),
      /^Line 1 .*no such picture/,
    ],
    [
      'another file',
      () => JSON.stringify({ ...good, sha256: 'a'.repeat(64) }),
      /^Line 1 .*has other bytes/,
    ],
    ['the prototype', () => '{"__proto__": {"file": "Cat/a.png"}}', /"file" is not/],
  ])('is read over where a line has %s, and no picture is lost', async (_what, line, problem) => {
    const answer = await send(line());
    expect(answer).toMatchObject({ new: 2, errors: [] });
    expect(answer.skipped).toEqual([
      { filename: 'a.zip/manifest.jsonl', reason: expect.stringMatching(problem) as string },
    ]);
    expect(await nameOf()).toEqual(['a.zip/Cat/a.png', 'a.zip/Cat/b.png']);
  });

  it('counts once for a file, by its first line', async () => {
    const lines = [good, { ...good, file_name: 'second.png' }].map((line) => JSON.stringify(line));
    const { skipped } = await send(lines.join('\n'));
    expect(skipped[0]!.reason).toMatch(/^Line 2 .*earlier line/);
    expect(await nameOf()).toEqual(['a.zip/Cat/b.png', 'mine.png']);
  });

  it('tells of many bad lines how many they are', async () => {
    const { skipped } = await send('x\n'.repeat(1000));
    expect(skipped).toHaveLength(21);
    expect(skipped.at(-1)!.reason).toBe('980 more lines are read over.');
  });

  it('says nothing where it is a link, or lies in a folder of its own', async () => {
    const entries = [
      { name: 'Cat/a.png', content: red },
      { name: 'Dog/manifest.jsonl', content: Buffer.from(JSON.stringify(good)) },
      { name: 'manifest.jsonl', content: Buffer.from('/etc/passwd'), mode: 0o120777 },
    ];
    const { skipped } = await service.save([{ name: 'a.zip', content: zipFile(entries) }], []);
    expect(skipped.map(({ reason }) => reason).join()).toMatch(
      /It is a link.*taken by the folders/,
    );
    expect(await nameOf()).toEqual(['a.zip/Cat/a.png']);
  });

  it('holds for an archive that has one folder around all of it', async () => {
    const entries = [
      { name: 'mine/Cat/a.png', content: red },
      { name: 'mine/Dog/b.png', content: colourPng([1, 1, 1]) },
      { name: 'mine/manifest.jsonl', content: Buffer.from(JSON.stringify(good)) },
    ];
    const answer = await service.save([{ name: 'a.zip', content: zipFile(entries) }], []);
    expect(answer).toMatchObject({ new: 2, errors: [], skipped: [] });
    expect(await nameOf()).toEqual(['a.zip/mine/Dog/b.png', 'mine.png']);
  });

  it('is not read where it is too large', async () => {
    const size = 64 * 1024 * 1024 + 1;
    const entries: ZipEntry[] = [
      { name: 'Cat/a.png', content: red },
      { name: 'manifest.jsonl', content: Buffer.alloc(size), compress: true },
    ];
    const generous = await startLabelledService({ MAX_ARCHIVE_RATIO: '100000' });
    const answer = await generous.save([{ name: 'a.zip', content: zipFile(entries) }], []);
    expect(answer.skipped[0]!.reason).toMatch(/^It is larger than 67108864 bytes\./);
    expect(answer).toMatchObject({ new: 1, errors: [] });
    await generous.end();
  });

  it('does not make what comes from the future', async () => {
    await send(
      JSON.stringify({
        ...good,
        created_at: '2999-01-01T00:00:00Z',
        updated_at: '2999-01-01T00:00:00Z',
      }),
    );
    for (const { created_at, updated_at } of await service.samples()) {
      expect(Date.parse(created_at)).toBeLessThanOrEqual(Date.now());
      expect(Date.parse(updated_at)).toBeLessThanOrEqual(Date.now());
    }
  });
});
