import { png } from '../support/images';
import { startLabelledService, type LabelledService } from '../support/labelled-service';
import { zipFile } from '../support/zip-file';

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService()));
afterEach(() => service.end());

/** What a form of the page sends. */
function send(
  fields: readonly (readonly [string, string])[],
  address = '/data',
): ReturnType<LabelledService['api']['post']> {
  return service.api
    .post(address)
    .type('form')
    .send(
      new URLSearchParams(
        fields.map(([name, value]): [string, string] => [name, value]),
      ).toString(),
    );
}

async function cats(count: number): Promise<string[]> {
  const files = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `cat-${i}.png`,
      content: await png({ seed: i, width: i < 60 ? 32 : 40 }),
    })),
  );
  const saved = await service.save(files, ['Cat']);
  return saved.files.map(({ id }) => id);
}

const noticeIn = (html: string): string | undefined =>
  /<p class="notice notice-(?:good|bad)"><span>([^<]*)</.exec(html)?.[1];

const labels = async (): Promise<string[]> =>
  (await service.samples()).map(({ label }) => label).sort();

describe('GET /data', () => {
  it('shows the labelled pictures, with their text escaped', async () => {
    await service.save([{ name: '<img src=x>.png', content: await png({}) }], ['<b>']);
    const { text } = await service.api.get('/data').expect(200).expect('Content-Type', /html/);
    expect(text).toContain('&lt;img src=x');
    expect(text).toContain('&lt;b&gt;');
    expect(text).not.toMatch(/<img src=x|<b>/);
  });

  it('shows a page at a time, and the rest by its links', async () => {
    await cats(61);
    const first = await service.api.get('/data?label=cat').expect(200);
    const shown = (html: string): number => html.match(/class="sample-image"/g)?.length ?? 0;
    expect(shown(first.text)).toBe(60);
    const [, next] = /href="(\/data\?label=Cat&amp;cursor=[^"]+)"/i.exec(first.text)!;
    const second = await service.api.get(next!.replaceAll('&amp;', '&')).expect(200);
    expect(shown(second.text)).toBe(1);
  });

  it('says what is wrong with a question, and shows everything', async () => {
    await cats(1);
    const cursor = await service.api.get('/data?cursor=bogus').expect(400);
    expect(noticeIn(cursor.text)).toBe('The cursor is not one this service gave.');
    expect(cursor.text).toContain('cat-0.png');
    const label = await service.api.get(`/data?label=${'x'.repeat(65)}`).expect(400);
    expect(noticeIn(label.text)).toMatch(/at most 64 characters/);
    expect(label.text).toContain('cat-0.png');
  });

  it('shows everything where it does not know the source', async () => {
    await cats(1);
    const { text } = await service.api.get('/data?source=nowhere').expect(200);
    expect(text).toContain('cat-0.png');
  });
});

describe('GET /data/classes.svg', () => {
  it('is a chart as soon as there is something to draw', async () => {
    await service.api.get('/data/classes.svg').expect(404);
    await cats(2);
    const { body } = await service.api.get('/data/classes.svg').expect(200).responseType('blob');
    expect((body as Buffer).toString()).toContain('Cat');
  });
});

describe('POST /data', () => {
  it('labels the chosen pictures, and says so on the page they were chosen on', async () => {
    const [first, second] = await cats(3);
    const { text } = await send(
      [
        ['ids', first!],
        ['ids', second!],
        ['action', 'relabel'],
        ['label', ' dog '],
      ],
      '/data?label=Cat',
    ).expect(200);
    expect(noticeIn(text)).toBe('2 pictures labelled Dog');
    expect(text).toContain('Pictures of Cat');
    expect(await labels()).toEqual(['Cat', 'Dog', 'Dog']);
  });

  it('deletes the chosen pictures', async () => {
    const [first] = await cats(2);
    const { text } = await send([
      ['ids', first!],
      ['action', 'delete'],
    ]).expect(200);
    expect(noticeIn(text)).toBe('1 picture deleted');
    expect(await labels()).toEqual(['Cat']);
  });

  it('says how many of them somebody else has deleted', async () => {
    const [first, second] = await cats(2);
    await send([
      ['ids', first!],
      ['action', 'delete'],
    ]).expect(200);
    const some = await send([
      ['ids', first!],
      ['ids', second!],
      ['label', 'Dog'],
    ]).expect(200);
    expect(noticeIn(some.text)).toMatch(/^1 picture labelled Dog · 1 picture gone already/);
    for (const fields of [[['label', 'Cat']], [['action', 'delete']]] as const) {
      const none = await send([['ids', first!], ...fields]).expect(404);
      expect(noticeIn(none.text)).toMatch(/^1 picture gone already/);
    }
  });

  it.each<[string, (id: string) => [string, string][], RegExp]>([
    ['no picture', () => [['action', 'delete']], /Choose pictures first/],
    [
      'no id',
      () => [
        ['ids', 'nonsense'],
        ['label', 'Dog'],
      ],
      /Choose pictures first/,
    ],
    [
      'no label',
      (id) => [
        ['ids', id],
        ['label', '  '],
      ],
      /which label/,
    ],
    [
      'a label that is too long',
      (id) => [
        ['ids', id],
        ['label', 'x'.repeat(65)],
      ],
      /64 characters/,
    ],
    [
      'a label that cannot be seen',
      (id) => [
        ['ids', id],
        ['label', 'a\u202eb'],
      ],
      /invisible/,
    ],
  ])('changes nothing for %s, and says why', async (_, fields, reason) => {
    const [id] = await cats(1);
    const { text } = await send(fields(id!)).expect(400);
    expect(noticeIn(text)).toMatch(reason);
    expect(await labels()).toEqual(['Cat']);
  });

  it('takes no form from another site', async () => {
    const [id] = await cats(1);
    const form = [
      ['ids', id!],
      ['action', 'delete'],
    ] as const;
    await send(form).set('Sec-Fetch-Site', 'cross-site').expect(403);
    await send(form).set('Origin', 'https://elsewhere.example').expect(403);
    expect(await labels()).toEqual(['Cat']);
    await send(form).set('Sec-Fetch-Site', 'same-origin').expect(200);
    expect(await labels()).toEqual([]);
  });

  it('reads no other kind of body, and no endless one', async () => {
    const [id] = await cats(1);
    await service.api
      .post('/data')
      .send({ ids: [id], action: 'delete' })
      .expect(415);
    await send([
      ['ids', id!],
      ['label', 'x'.repeat(200_000)],
    ]).expect(413);
    expect(await labels()).toEqual(['Cat']);
  });

  it('saves pictures, and tells what became of each file', async () => {
    const { text } = await service.api
      .post('/data')
      .field('label', 'Zebra')
      .attach('files', await png({ seed: 1 }), 'good.png')
      .attach('files', Buffer.from('no image'), 'bad.png')
      .expect(200);
    expect(text).toContain('1 saved: 1 new, 0 relabelled, 0 already there');
    expect(text).toContain('1 refused');
    expect(text.indexOf('bad.png')).toBeLessThan(text.indexOf('good.png'));
    expect(await labels()).toEqual(['Zebra']);
  });

  it('takes the labels of an archive from its folders, with the field for a label left empty', async () => {
    const archive = zipFile([
      { name: 'Frog/a.png', content: await png({ seed: 1 }) },
      { name: 'Zebra/b.png', content: await png({ seed: 2 }) },
      { name: 'c.png', content: await png({ seed: 3 }) },
    ]);
    const { text } = await service.api
      .post('/data')
      .field('label', '')
      .attach('files', archive, 'zoo.zip')
      .expect(200);
    expect(text).toContain('2 saved');
    expect(text).toContain('It does not lie in a folder named by its label.');
    expect(await labels()).toEqual(['Frog', 'Zebra']);
  });

  it('saves no picture without a label', async () => {
    const { text } = await service.api
      .post('/data')
      .field('label', '')
      .attach('files', await png({ seed: 1 }), 'a.png')
      .expect(400);
    expect(noticeIn(text)).toBe('A label must not be empty.');
    expect(await labels()).toEqual([]);
  });

  it('tells why when no file could be saved', async () => {
    const { text } = await service.api
      .post('/data')
      .field('label', 'Cat')
      .attach('files', Buffer.from('no image'), 'bad.png')
      .expect(422);
    expect(text).toContain('bad.png');
    expect(text).toContain('1 refused');
  });
});

describe('uploads of the page', () => {
  it('count for the same limit as those of the API, labelling for none', async () => {
    await service.end();
    service = await startLabelledService({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_UPLOAD_PER_HOUR: '2',
    });
    const [id] = await cats(1);
    const upload = async (): Promise<{ status: number; text: string }> =>
      service.api
        .post('/data')
        .field('label', 'Cat')
        .attach('files', await png({ seed: 9 }), 'a.png');
    expect((await upload()).status).toBe(200);
    const refused = await upload();
    expect(refused.status).toBe(429);
    expect(noticeIn(refused.text)).toMatch(/^That was more uploads .* in (1\sh|\d+\smin)/);
    for (const label of ['Dog', 'Cat', 'Dog', 'Frog']) {
      await send([
        ['ids', id!],
        ['label', label],
      ]).expect(200);
    }
  });
});
