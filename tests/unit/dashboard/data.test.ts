import {
  dataPage,
  type DataQuery,
  type DataSource,
  type DataView,
} from '../../../src/dashboard/data';
import type { Sample } from '../../../src/store/samples/sample';

const TRAINED = '2026-01-02T03:04:05.000Z';
const TRAINED_MS = Date.parse(TRAINED);

const sample = (changes: Partial<Sample> = {}): Sample => ({
  id: 'a'.repeat(64),
  label: 'Cat',
  source: 'upload',
  fileName: 'cat.png',
  format: 'png',
  width: 32,
  height: 32,
  fileBytes: 1000,
  fileHash: null,
  split: 'train',
  predictionId: null,
  createdAt: TRAINED_MS - 1000,
  updatedAt: TRAINED_MS - 1000,
  lastChange: 7,
  ...changes,
});

const counted = (
  label: string,
  samples: number,
  heldOut = 0,
): DataSource['dataset']['classes'][number] => ({
  label,
  samples,
  held_out: heldOut,
  test: 0,
});

function view(
  classes: DataSource['dataset']['classes'],
  {
    query = {},
    trainedAt = TRAINED,
    changed = 0,
    ...rest
  }: Partial<DataSource> & { query?: DataQuery; trainedAt?: string | null; changed?: number } = {},
): DataView {
  return dataPage({
    dataset: {
      total: classes.reduce((sum, { samples }) => sum + samples, 0),
      held_out: classes.reduce((sum, group) => sum + group.held_out, 0),
      test: classes.reduce((sum, group) => sum + group.test, 0),
      classes,
      last_training_at: trainedAt,
      since_last_training: { samples: changed },
    },
    page: { samples: [], nextCursor: null },
    trainedChange: trainedAt === null ? null : 7,
    query,
    labels: ['Cat', 'Dog'],
    knownClasses: ['Cat', 'Dog'],
    limits: {
      maxFileBytes: 1024 * 1024,
      maxUploadFiles: 1000,
      maxUploadBytes: 512 * 1024 * 1024,
      formats: ['png', 'webp'],
    },
    release: '1.2.3',
    ...rest,
  });
}

describe('the data page', () => {
  it('says that there is nothing, and draws no chart of it', () => {
    const empty = view([counted('Cat', 0), counted('Dog', 0)], { trainedAt: null });
    expect(empty).toMatchObject({
      isEmpty: true,
      summary: ['No labelled pictures yet'],
      whatIsNew: 'Nothing has been learned from them yet',
      balance: undefined,
      gallery: { tiles: [], empty: expect.stringMatching(/^Nothing here yet/) as string },
    });
  });

  it('counts pictures and classes, those that are kept out, and what is new', () => {
    const full = view([counted('Cat', 1200, 120), counted('Dog', 34), counted('Frog', 0)], {
      changed: 7,
    });
    expect(full.summary).toEqual([
      '1,234 pictures of 2 classes',
      '120 kept out of training, to judge new versions by',
    ]);
    expect(full.whatIsNew).toBe('7 new or changed since the last training');
    expect(view([counted('Cat', 1)]).summary).toEqual(['1 picture of 1 class']);
    expect(view([counted('Cat', 1)]).whatIsNew).toBe('Nothing new since the last training');
  });

  it('gives the number keys to the classes with pictures first, and to the one that is begun', () => {
    const { each } = view(
      [counted('Airplane', 0), counted('Frog', 2), counted('Cat', 1), counted('Zebra', 0)],
      { query: { label: 'Mug' } },
    ).classes;
    expect(each.map(({ label, key }) => [label, key])).toEqual([
      ['Cat', '1'],
      ['Frog', '2'],
      ['Mug', '3'],
      ['Airplane', '4'],
      ['Zebra', '5'],
    ]);
    expect(each.filter(({ isCurrent }) => isCurrent).map(({ label }) => label)).toEqual(['Mug']);
  });

  it('has ten number keys: the last one is 0, and the eleventh class has none', () => {
    const many = Array.from({ length: 11 }, (_, i) =>
      counted(`Class ${String.fromCharCode(65 + i)}`, 1),
    );
    expect(view(many).classes.each.map(({ key }) => key)).toEqual([
      ...Array.from('1234567890'),
      undefined,
    ]);
  });

  it('takes two spellings of a class for one', () => {
    const { each } = view([counted('Cat', 3)], { query: { label: ' CAT ' } }).classes;
    expect(each).toMatchObject([{ label: 'Cat', isCurrent: true, isUnknown: false }]);
  });

  it('marks the classes that the model does not know, as soon as there is a model', () => {
    const classes = [counted('Cat', 3), counted('Zebra', 3)];
    const unknown = (v: DataView): string[] =>
      v.classes.each.filter(({ isUnknown }) => isUnknown).map(({ label }) => label);
    expect(unknown(view(classes))).toEqual(['Zebra']);
    expect(unknown(view(classes, { knownClasses: undefined }))).toEqual([]);
  });

  it('keeps the filter in every address', () => {
    const { gallery, classes, upload } = view([counted('A & B', 200)], {
      query: { label: 'A & B', source: 'archive', cursor: 'here' },
      page: { samples: [sample()], nextCursor: 'there' },
    });
    expect(gallery.next).toBe('/data?label=A+%26+B&source=archive&cursor=there');
    expect(gallery.first).toBe('/data?label=A+%26+B&source=archive');
    expect(gallery.action).toBe('/data?label=A+%26+B&source=archive&cursor=here');
    expect(upload.action).toBe('/data?label=A+%26+B&source=archive');
    expect(classes.all.href).toBe('/data?source=archive');
    expect(classes.each[0]?.href).toBe('/data?label=A+%26+B&source=archive');
  });

  it('offers no other page where there is none', () => {
    const { gallery } = view([counted('Cat', 1)], {
      page: { samples: [sample()], nextCursor: null },
    });
    expect(gallery).toMatchObject({ next: undefined, first: undefined, action: '/data' });
    expect(gallery.shown).toBe('1 of 1, newest first');
  });

  it('says how many of a class are shown, and nothing where a filter makes the total unknown', () => {
    const classes = [counted('Cat', 2500), counted('Dog', 9)];
    const page = { samples: [sample(), sample()], nextCursor: 'there' };
    const shown = (query: DataQuery): string => view(classes, { page, query }).gallery.shown;
    expect(shown({ label: 'cat' })).toBe('2 of 2,500, newest first');
    expect(shown({ cursor: 'here' })).toBe('2 more of 2,509');
    expect(shown({ source: 'feedback' })).toBe('');
  });

  it('says why nothing is shown', () => {
    const empty = (query: DataQuery): string => view([counted('Cat', 1)], { query }).gallery.empty;
    expect(empty({ label: 'Mug' })).toMatch(/^No picture of Mug yet/);
    expect(empty({ label: 'Mug', source: 'archive' })).toBe('No picture fits what you look for.');
  });

  it('marks what was labelled after the last training, but not everything before the first', () => {
    const samples = [
      sample({ fileName: 'old.png' }),
      sample({ fileName: 'new.png', lastChange: 8 }),
    ];
    const marked = (trainedAt: string | null): [boolean, boolean[]] => {
      const page = { samples, nextCursor: null };
      const { gallery } = view([counted('Cat', 2)], { page, trainedAt });
      return [gallery.marksNew, gallery.tiles.map(({ isNew }) => isNew)];
    };
    expect(marked(TRAINED)).toEqual([true, [false, true]]);
    expect(marked(null)).toEqual([false, [false, false]]);
  });

  it('shows small pictures pixel by pixel, and others as they are', () => {
    const samples = [sample({ width: 128 }), sample({ width: 129, split: 'held_out' })];
    const { tiles } = view([counted('Cat', 2)], { page: { samples, nextCursor: null } }).gallery;
    expect(tiles).toMatchObject([
      { isSmall: true, isHeldOut: false },
      { isSmall: false, isHeldOut: true },
    ]);
    expect(tiles[0]).toMatchObject({
      thumbnailUrl: `/api/dataset/samples/${'a'.repeat(64)}/thumbnail`,
      imageUrl: `/api/dataset/samples/${'a'.repeat(64)}/image`,
    });
  });

  it('names formats and limits, to people and to the file field', () => {
    const { upload, shell } = view([]);
    expect(upload.hint).toBe(
      'PNG, WebP up to 1\u00a0MB each, zip or tar archives; 512\u00a0MB at once',
    );
    expect(upload.accept).toBe('image/png,image/webp,.png,.webp,.zip,.tar,.tgz,.gz');
    expect(JSON.parse(shell.clientData)).toMatchObject({
      maxBatchFiles: 1000,
      maxBatchBytes: 512 * 1024 * 1024,
    });
  });

  it('tells the scripts what pictures are called, and what to say of other files', () => {
    const data = JSON.parse(view([]).shell.clientData) as {
      readonly imageEndings: readonly string[];
      readonly refusals: readonly (readonly [string, string])[];
    };
    expect(data.imageEndings).toEqual(['png', 'webp']);
    const refusals = new Map(data.refusals);
    expect(refusals.get('cr2')).toMatch(/^This is a camera’s raw file \(Canon CR2\).*JPEG/);
    expect(refusals.get('mp4')).toMatch(/^This is a video/);
    expect(refusals.has('png')).toBe(false);
  });

  it('has another address of the chart for every other chart', () => {
    const url = (classes: DataSource['dataset']['classes']): string => view(classes).balance!.url;
    expect(url([counted('Cat', 1)])).toBe(url([counted('Cat', 1), counted('Dog', 0)]));
    expect(url([counted('Cat', 1)])).not.toBe(url([counted('Cat', 2)]));
    expect(url([counted('Cat', 2)])).not.toBe(url([counted('Cat', 2, 1)]));
  });
});
