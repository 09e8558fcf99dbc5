import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { sampleId } from '../../src/dataset/samples/sample-id';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  sampleDetailSchema,
  samplePageSchema,
  trainingUploadAnswerSchema,
  trainingUploadRefusalSchema,
} from '../../src/http/api/labelling/samples-schema';
import { colourPng } from '../support/colour-png';
import { jpeg, png } from '../support/images';
import {
  refusalOf,
  startLabelledService,
  type LabelledService,
  type UploadFile,
} from '../support/labelled-service';
import { BOUNDARY, MULTIPART_TYPE, multipartBody } from '../support/multipart';

const red = colourPng([250, 0, 0]);
const green = colourPng([0, 250, 0]);
const blue = colourPng([0, 0, 250]);
const notAnImage = Buffer.from('#!/bin/sh\nrm -rf /\n');
const file = (name: string, content: Buffer): UploadFile => ({ name, content });

const start = Date.parse('2026-05-01T00:00:00Z');
let time = start;
let service: LabelledService;
beforeEach(async () => {
  time = start;
  service = await startLabelledService(
    { MAX_CONTENT_LENGTH: '40000', MAX_UPLOAD_CONTENT_LENGTH: '200000', MAX_UPLOAD_FILES: '12' },
    { now: () => new Date((time += 1000)) },
  );
});
afterEach(() => service.end());

/** Nothing is left of uploads, whatever became of them. */
function uploadsLeft(): string[] {
  return readdirSync(path.join(service.persistence, 'uploads'));
}

describe('POST /api/upload/training-data', () => {
  it('saves many files with a label each, in order', async () => {
    const answer = await service.save(
      [file('a.png', red), file('b.png', green), file('c.png', blue)],
      ['Cat', 'dog', 'Unicorn'],
    );
    expect(answer).toMatchObject({ files_saved: 3, new: 3, unchanged: 0, relabelled: 0 });
    expect(answer.errors).toEqual([]);
    expect(answer.files.map(({ filename, label, outcome }) => [filename, label, outcome])).toEqual([
      ['a.png', 'Cat', 'new'],
      ['b.png', 'Dog', 'new'],
      ['c.png', 'Unicorn', 'new'],
    ]);
    expect(answer.message).toMatch(/3/);
    expect(uploadsLeft()).toEqual([]);
  });

  it.each<[string, (request: ReturnType<LabelledService['upload']>) => void]>([
    ['one labels field', (request) => void request.field('labels', 'Ship')],
    ['a label field', (request) => void request.field('label', 'ship ')],
    ['a JSON list', (request) => void request.field('labels', '["Ship", "SHIP"]')],
    ['labels[]', (request) => void request.field('labels[]', ['Ship', 'sHIP'])],
  ])('takes labels as %s', async (_how, addLabels) => {
    const request = service.upload([file('a.png', red), file('b.png', green)], []);
    addLabels(request);
    const answer = trainingUploadAnswerSchema.parse((await request.expect(200)).body);
    expect(answer.files.map(({ label }) => label)).toEqual(['Ship', 'Ship']);
  });

  it('takes labels that come after the files', async () => {
    const body = multipartBody([
      { name: 'files', fileName: 'a.png', content: red },
      { name: 'files', fileName: 'b.png', content: green },
      { name: 'labels', content: 'Cat' },
      { name: 'labels', content: 'Dog' },
    ]);
    const answer = await service.api
      .post('/api/upload/training-data')
      .set('Content-Type', MULTIPART_TYPE)
      .send(body)
      .expect(200);
    expect(trainingUploadAnswerSchema.parse(answer.body).files.map(({ label }) => label)).toEqual([
      'Cat',
      'Dog',
    ]);
  });

  it('keeps the good files of a mixed upload and says what is wrong with each other one', async () => {
    const answer = await service.save(
      [
        file('good.png', red),
        file('script.png', notAnImage),
        file('empty.png', Buffer.alloc(0)),
        file('cut.jpg', (await jpeg()).subarray(0, 300)),
        file('large.png', Buffer.alloc(40_001)),
        file('long.png', green),
        file('fine.png', blue),
      ],
      ['Cat', 'Cat', 'Cat', 'Cat', 'Cat', 'x'.repeat(65), 'Dog'],
    );
    expect(answer.files.map(({ filename }) => filename)).toEqual(['good.png', 'fine.png']);
    expect(answer.errors.map(({ filename }) => filename).sort()).toEqual(
      ['cut.jpg', 'empty.png', 'large.png', 'long.png', 'script.png'].sort(),
    );
    for (const { error } of answer.errors) expect(error).toMatch(/^[A-Z].*\.$/);
    expect((await service.dataset()).total).toBe(2);
  });

  it('is an error with every reason when no file is good', async () => {
    const { body } = await service
      .upload([file('a.png', notAnImage), file('b.png', Buffer.alloc(0))], ['Cat', 'Dog'])
      .expect(422);
    const refusal = trainingUploadRefusalSchema.parse(body);
    expect(refusal.errors.map(({ filename }) => filename)).toEqual(['a.png', 'b.png']);
    expect((await service.dataset()).total).toBe(0);
    expect(uploadsLeft()).toEqual([]);
  });

  it('knows a file by its bytes, whatever its name, and keeps each as it came', async () => {
    const another = await sharp(red).png({ compressionLevel: 0 }).toBuffer();
    expect(another.equals(red)).toBe(false);
    const first = await service.save([file('a.png', red)], ['Cat']);
    expect(first.files[0]!.id).toBe(await sampleId(red));
    const second = await service.save(
      [file('b.png', red), file('c.png', another)],
      ['cat', ' CAT '],
    );
    expect(second).toMatchObject({ files_saved: 2, new: 1, unchanged: 1, relabelled: 0 });
    expect(second.files.map(({ id }) => id)).toEqual([
      await sampleId(red),
      await sampleId(another),
    ]);
    for (const [content, id] of [
      [red, first.files[0]!.id],
      [another, second.files[1]!.id],
    ] as const) {
      const { body } = await service.api.get(`/api/dataset/samples/${id}/image`).expect(200);
      expect(content.equals(body as Buffer)).toBe(true);
    }
  });

  it('writes the file of a sample again that had lost it', async () => {
    await service.save([file('a.png', red)], ['Cat']);
    rmSync(path.join(service.persistence, 'samples'), { recursive: true });
    const [sample] = await service.samples();
    expect(await refusalOf(service.api.get(sample!.image_url))).toBe('IMAGE_NOT_KEPT');
    expect(await service.save([file('b.png', red)], ['Cat'])).toMatchObject({ unchanged: 1 });
    const { body } = await service.api.get(sample!.image_url).expect(200);
    expect(red.equals(body as Buffer)).toBe(true);
  });

  it('gives an image that comes with another label that label, and keeps the history', async () => {
    await service.save([file('a.png', red)], ['Cat']);
    const answer = await service.save([file('a.png', red), file('b.png', red)], ['Dog', 'Horse']);
    expect(answer.files.map(({ outcome, previous_label }) => [outcome, previous_label])).toEqual([
      ['relabelled', 'Cat'],
      ['relabelled', 'Dog'],
    ]);
    const [sample] = await service.samples();
    expect(sample).toMatchObject({ label: 'Horse', file_name: 'a.png' });
    const { body } = await service.api.get(`/api/dataset/samples/${sample!.id}`).expect(200);
    expect(
      sampleDetailSchema
        .parse(body)
        .history.map(({ kind, from_label, to_label }) => [kind, from_label, to_label]),
    ).toEqual([
      ['added', null, 'Cat'],
      ['relabelled', 'Cat', 'Dog'],
      ['relabelled', 'Dog', 'Horse'],
    ]);
  });

  it.each<[string, string, readonly UploadFile[], readonly string[]]>([
    ['no file', 'MISSING_FILE', [], ['Cat']],
    ['no label', 'LABEL_COUNT_MISMATCH', [file('a.png', red), file('b.png', green)], []],
    [
      'labels that are too few',
      'LABEL_COUNT_MISMATCH',
      [file('a.png', red), file('b.png', green), file('c.png', blue)],
      ['Cat', 'Dog'],
    ],
    ['labels that are too many', 'LABEL_COUNT_MISMATCH', [file('a.png', red)], ['Cat', 'Dog']],
    ['an empty label', 'INVALID_LABEL', [file('a.png', red)], ['   ']],
    ['a label of 65 characters', 'INVALID_LABEL', [file('a.png', red)], ['é'.repeat(65)]],
    ['a label that is a path', 'INVALID_LABEL', [file('a.png', red)], ['../../etc']],
    ['a label that hides something', 'INVALID_LABEL', [file('a.png', red)], ['cat\u200bdog']],
    ['a JSON list that is no list of texts', 'INVALID_LABEL', [file('a.png', red)], ['[{"a":1}]']],
    [
      'more files than configured',
      'TOO_MANY_FILES',
      Array.from({ length: 13 }, (_, i) => file(`${String(i)}.png`, red)),
      ['Cat'],
    ],
    [
      'more bytes than configured',
      'UPLOAD_TOO_LARGE',
      [file('a.zip', Buffer.alloc(400_000))],
      ['Cat'],
    ],
  ])('%s: %s, and nothing is saved', async (_what, code, files, labels) => {
    expect(await refusalOf(service.upload(files, labels))).toBe(code);
    expect((await service.dataset()).total).toBe(0);
    expect(uploadsLeft()).toEqual([]);
  });

  const zipBytes = Buffer.from('PK\x03\x04 and so on');
  it.each<[string, Buffer, RegExp]>([
    [
      'p.rar',
      Buffer.from('Rar!\x1a\x07\x01\x00'),
      /^p\.rar is a RAR archive, which is not unpacked/,
    ],
    ['p.7z', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'), /^p\.7z is a 7z archive/],
    ['p.tar.bz2', Buffer.from('BZh91AY&SY'), /^p\.tar\.bz2 is packed with bzip2/],
    ['p.tar.xz', Buffer.from('\xfd7zXZ\0', 'latin1'), /^p\.tar\.xz is packed with xz/],
    ['p.png', Buffer.from('Rar!\x1a\x07\x01\x00'), /^p\.png is a RAR archive/],
    [
      'p.zip',
      Buffer.concat([Buffer.from('MZ stub'), zipBytes]),
      /^p\.zip is no zip archive from its/,
    ],
    ['p.tar', Buffer.alloc(10_240), /^p\.tar is empty, or no tar archive/],
    ['p.rar', Buffer.from('something'), /^p\.rar is named like an archive/],
  ])('%s without a label: what it is and what to send instead', async (name, content, what) => {
    for (const labels of [[], ['']]) {
      const answer = await service.upload([file('a.zip', zipBytes), file(name, content)], labels);
      const { error, code } = errorAnswerSchema.parse(answer.body);
      expect([answer.status, code]).toEqual([400, 'LABEL_COUNT_MISMATCH']);
      expect(error).toMatch(what);
      expect(error).toContain('Send a zip, tar or tar.gz');
    }
    expect(uploadsLeft()).toEqual([]);
  });

  it('counts one file as one', async () => {
    const { body } = await service.upload([file('a.png', red)], []);
    expect(errorAnswerSchema.parse(body).error).toMatch(/^There is 1 file and 0 labels; send one/);
  });

  it('a picture in gzip: what it is and what to send instead', async () => {
    const answer = await service.upload([file('a.png.gz', gzipSync(red))], []);
    const { error } = trainingUploadRefusalSchema.parse(answer.body);
    expect(error).toMatch(/a\.png\.gz: .*gzip/);
  });

  it.each<[string, string, Buffer | string, string]>([
    ['a body that is no form', 'UNSUPPORTED_MEDIA_TYPE', red, 'image/png'],
    ['JSON', 'UNSUPPORTED_MEDIA_TYPE', '{}', 'application/json'],
    [
      'a form that is cut off',
      'TRUNCATED_UPLOAD',
      multipartBody([{ name: 'files', fileName: 'a.png', content: red }]).subarray(0, -20),
      MULTIPART_TYPE,
    ],
    [
      'a file in another field',
      'UNEXPECTED_FIELD',
      multipartBody([{ name: 'images', fileName: 'a.png', content: red }]),
      MULTIPART_TYPE,
    ],
    [
      'a label without end',
      'FIELD_TOO_LARGE',
      multipartBody([{ name: 'labels', content: 'x'.repeat(20_000) }]),
      MULTIPART_TYPE,
    ],
    ['an empty form', 'MISSING_FILE', `--${BOUNDARY}--\r\n`, MULTIPART_TYPE],
  ])('%s: %s', async (_what, code, body, type) => {
    const request = service.api.post('/api/upload/training-data').set('Content-Type', type);
    expect(await refusalOf(request.send(body))).toBe(code);
    expect(uploadsLeft()).toEqual([]);
  });

  it('is limited by the hour', async () => {
    const limited = await startLabelledService({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_UPLOAD_PER_HOUR: '2',
    });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      statuses.push((await limited.upload([file('a.png', red)], ['Cat'])).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    const answer = await limited.upload([file('a.png', red)], ['Cat']);
    expect(answer.get('RateLimit-Policy')).toMatch(/^"upload"; q=2; w=3600/);
    await limited.end();
  });
});

describe('the limit of uploads', () => {
  let limited: Awaited<ReturnType<typeof startLabelledService>>;
  const start = async (environment: Record<string, string>): Promise<void> => {
    limited = await startLabelledService({ RATE_LIMIT_ENABLED: 'true', ...environment });
  };
  afterEach(() => limited.end());
  const good = (): ReturnType<typeof limited.upload> =>
    limited.upload([file('a.png', red)], ['Cat']);
  const bad = (): ReturnType<typeof limited.upload> =>
    limited.upload([file('a.png', Buffer.from('no picture'))], ['Cat']);

  it('does not count what is refused', async () => {
    await start({ RATE_LIMIT_UPLOAD_PER_HOUR: '1' });
    for (let i = 0; i < 4; i += 1) expect((await bad()).status).toBe(422);
    expect((await limited.upload([file('a.png', red)], ['a', 'b'])).status).toBe(400);
    expect((await good()).status).toBe(200);
    expect((await good()).status).toBe(429);
  });

  it('is not their number by default', async () => {
    await start({});
    for (let i = 0; i < 8; i += 1) expect((await good()).status).toBe(200);
  });

  it('is what pictures they save', async () => {
    await start({ RATE_LIMIT_UPLOAD_PICTURES_PER_HOUR: '3' });
    const two = [file('a.png', red), file('b.png', red)];
    expect((await limited.upload(two, ['Cat'])).status).toBe(200);
    expect((await limited.upload(two, ['Cat'])).status).toBe(200);
    const { status, body } = await good();
    expect(status).toBe(429);
    expect((body as { error: string }).error).toMatch(
      /^More than 3 uploaded pictures in an hour; .*RATE_LIMIT_UPLOAD_PICTURES_PER_HOUR/,
    );
  });

  it('is how large they are', async () => {
    await start({ RATE_LIMIT_UPLOAD_MIB_PER_HOUR: '1' });
    // What follows a picture's end is no part of it, and of the upload all the same.
    const large = file('a.png', Buffer.concat([red, Buffer.alloc(1024 * 1024)]));
    expect((await limited.upload([large], ['Cat'])).status).toBe(200);
    const { status, body } = await good();
    expect(status).toBe(429);
    expect((body as { error: string }).error).toMatch(/^More than 1 MiB of uploaded training data/);
  });
});

describe('a file name', () => {
  it('is shown and never used as a path', async () => {
    const body = multipartBody([
      { name: 'labels', content: 'Cat' },
      { name: 'files', fileName: '../../../evil.png', content: red },
    ]);
    const answer = await service.api
      .post('/api/upload/training-data')
      .set('Content-Type', MULTIPART_TYPE)
      .send(body)
      .expect(200);
    const [saved] = trainingUploadAnswerSchema.parse(answer.body).files;
    expect(saved!.filename).toBe('evil.png');
    const stored = readdirSync(path.join(service.persistence, 'samples'), { recursive: true });
    expect(stored.map(String).sort()).toEqual([
      saved!.id.slice(0, 2),
      path.join(saved!.id.slice(0, 2), `${saved!.id}.png`),
    ]);
  });
});

describe('the samples', () => {
  const files = (count: number): UploadFile[] =>
    Array.from({ length: count }, (_, i) => file(`${String(i)}.png`, colourPng([10 * i, 100, 50])));

  it('come newest first, page by page, each once', async () => {
    await service.save(files(7), ['Cat']);
    const all = await service.samples();
    expect(all).toHaveLength(7);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await service.api.get(`/api/dataset/samples?limit=3${query}`).expect(200);
      const page = samplePageSchema.parse(body);
      ids.push(...page.samples.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(ids).toEqual(all.map(({ id }) => id));
  });

  it('are filtered by label, however it is spelled, and by source', async () => {
    await service.save(files(4), ['Cat', 'Dog', 'CAT', 'Dog']);
    expect(await service.samples('?label=cAt')).toHaveLength(2);
    expect(await service.samples('?label=Dog&source=upload')).toHaveLength(2);
    expect(await service.samples('?label=Dog&source=feedback')).toHaveLength(0);
    expect(await service.samples('?label=Nothing')).toHaveLength(0);
  });

  it.each([
    ['limit=0', 'INVALID_QUERY'],
    ['limit=-1', 'INVALID_QUERY'],
    ['limit=abc', 'INVALID_QUERY'],
    ['limit=201', 'INVALID_QUERY'],
    ['source=theft', 'INVALID_QUERY'],
    ['colour=red', 'INVALID_QUERY'],
    ['label=', 'INVALID_QUERY'],
    ['label=a%2Fb', 'INVALID_LABEL'],
    ['cursor=zzz', 'INVALID_CURSOR'],
  ])('refuse ?%s', async (query, code) => {
    expect(await refusalOf(service.api.get(`/api/dataset/samples?${query}`))).toBe(code);
  });

  it('have their original file, and a thumbnail no larger than 128 pixels', async () => {
    const photo = await jpeg({ width: 300, height: 200 });
    const { files: saved } = await service.save(
      [file('p.jpg', photo), file('s.png', red)],
      ['Cat'],
    );
    const [large, small] = saved.map(({ id }) => `/api/dataset/samples/${id}`);
    const image = await service.api.get(`${large!}/image`).expect(200);
    expect(image.get('Content-Type')).toBe('image/jpeg');
    expect(image.get('X-Content-Type-Options')).toBe('nosniff');
    expect(photo.equals(image.body as Buffer)).toBe(true);
    const thumbnail = await service.api.get(`${large!}/thumbnail`).expect(200);
    expect(await sharp(thumbnail.body as Buffer).metadata()).toMatchObject({
      format: 'webp',
      width: 128,
      height: 85,
    });
    const tiny = await service.api.get(`${small!}/thumbnail`).expect(200);
    expect(await sharp(tiny.body as Buffer).metadata()).toMatchObject({ format: 'png', width: 32 });
  });

  it('say what their file was', async () => {
    const photo = await png({ width: 40, height: 50 });
    await service.save([file('p.png', photo)], ['Cat']);
    expect(await service.samples()).toEqual([
      expect.objectContaining({
        label: 'Cat',
        source: 'upload',
        file_name: 'p.png',
        format: 'png',
        width: 40,
        height: 50,
        file_bytes: photo.length,
        prediction_id: null,
      }),
    ]);
  });
});

describe('the dataset', () => {
  it('has no class in the beginning where the version in service knows none of CIFAR-10', async () => {
    const dataset = await service.dataset();
    expect(dataset).toMatchObject({ total: 0, held_out: 0, last_training_at: null });
    expect(dataset.classes).toEqual([]);
  });

  it('counts by class and source, and what changed', async () => {
    await service.save(
      [file('a.png', red), file('b.png', green), file('c.png', blue)],
      ['Cat', 'Cat', 'Unicorn'],
    );
    await service.save([file('a.png', red)], ['Dog']);
    const dataset = await service.dataset();
    expect(dataset).toMatchObject({
      total: 3,
      sources: { upload: 3, archive: 0, feedback: 0 },
      since_last_training: { added: 3, relabelled: 1, deleted: 0, samples: 3 },
    });
    const counts = Object.fromEntries(dataset.classes.map((item) => [item.label, item.samples]));
    expect(counts).toEqual({ Cat: 1, Dog: 1, Unicorn: 1 });
    expect(dataset.classes.find(({ label }) => label === 'Unicorn')).toMatchObject({ new: 1 });
  });

  it('has a list of labels, old and new', async () => {
    await service.save([file('a.png', red)], ['Polar  Bear']);
    const { body } = await service.api.get('/api/labels').expect(200);
    expect(body).toEqual({ labels: ['Polar Bear'] });
  });

  it('survives a restart', async () => {
    await service.save([file('a.png', red), file('b.png', green)], ['Cat', 'Unicorn']);
    const before = await service.samples();
    const reopened = await service.restart();
    const { body } = await reopened.api.get('/api/dataset/samples').expect(200);
    expect(samplePageSchema.parse(body).samples).toEqual(before);
    await reopened.stop();
  });
});

describe('relabelling and deleting', () => {
  let ids: string[];
  beforeEach(async () => {
    const { files } = await service.save(
      [file('a.png', red), file('b.png', green), file('c.png', blue)],
      ['Cat', 'Dog', 'Dog'],
    );
    ids = files.map(({ id }) => id);
  });
  const unknown = 'f'.repeat(64);

  it('changes one label', async () => {
    const { body } = await service.api
      .patch(`/api/dataset/samples/${ids[0]!}`)
      .send({ label: ' zebra ' })
      .expect(200);
    expect(body).toMatchObject({ id: ids[0], label: 'zebra' });
  });

  it('changes many labels at once and tells what was not there', async () => {
    const { body } = await service.api
      .post('/api/dataset/samples/relabel')
      .send({ ids: [...ids, ids[0], unknown], label: 'dog' })
      .expect(200);
    expect(body).toEqual({ label: 'dog', relabelled: 1, unchanged: 2, missing: [unknown] });
    expect(await service.samples('?label=Dog')).toHaveLength(3);
  });

  it('deletes one with its file', async () => {
    const url = `/api/dataset/samples/${ids[0]!}`;
    await service.api.delete(url).expect(200, { deleted: 1, missing: [] });
    for (const path of ['', '/image', '/thumbnail']) {
      expect(await refusalOf(service.api.get(url + path))).toBe('SAMPLE_NOT_FOUND');
    }
    expect(await refusalOf(service.api.delete(url))).toBe('SAMPLE_NOT_FOUND');
    const stored = readdirSync(path.join(service.persistence, 'samples'), { recursive: true });
    expect(stored.map(String).filter((name) => name.includes(ids[0]!))).toEqual([]);
  });

  it('deletes many, and takes a deleted image again', async () => {
    await service.api
      .post('/api/dataset/samples/delete')
      .send({ ids: [...ids, unknown] })
      .expect(200, { deleted: 3, missing: [unknown] });
    expect((await service.dataset()).since_last_training).toMatchObject({ added: 3, deleted: 3 });
    expect(await service.save([file('a.png', red)], ['Ship'])).toMatchObject({ new: 1 });
    const { body } = await service.api.get(`/api/dataset/samples/${ids[0]!}`).expect(200);
    expect(sampleDetailSchema.parse(body).history.map(({ kind }) => kind)).toEqual([
      'added',
      'deleted',
      'added',
    ]);
  });

  it.each<[string, string, object | string, string]>([
    ['relabel', 'no ids', { label: 'Cat' }, 'INVALID_BODY'],
    ['relabel', 'an empty list', { ids: [], label: 'Cat' }, 'INVALID_BODY'],
    ['relabel', 'an id that is none', { ids: ['1'], label: 'Cat' }, 'INVALID_BODY'],
    ['relabel', 'an id that is a path', { ids: ['../etc'], label: 'Cat' }, 'INVALID_BODY'],
    ['relabel', 'too many', { ids: Array(1001).fill(unknown), label: 'Cat' }, 'INVALID_BODY'],
    ['relabel', 'no label', { ids: [unknown] }, 'INVALID_BODY'],
    ['relabel', 'a number as label', { ids: [unknown], label: 1 }, 'INVALID_BODY'],
    ['relabel', 'an empty label', { ids: [unknown], label: '' }, 'INVALID_LABEL'],
    ['delete', 'nothing', {}, 'INVALID_BODY'],
    ['delete', 'another field', { ids: [unknown], all: true }, 'INVALID_BODY'],
    ['delete', 'no JSON', '{"ids": [', 'INVALID_JSON'],
    ['delete', 'a list', '[]', 'INVALID_BODY'],
    ['delete', 'too much', `{"ids": "${'x'.repeat(200_000)}"}`, 'BODY_TOO_LARGE'],
  ])('refuses to %s with %s', async (action, _what, body, code) => {
    const request = service.api
      .post(`/api/dataset/samples/${action}`)
      .set('Content-Type', 'application/json')
      .send(body);
    expect(await refusalOf(request)).toBe(code);
    expect((await service.dataset()).total).toBe(3);
  });

  it.each([
    ['patch', `/api/dataset/samples/${unknown}`, 'SAMPLE_NOT_FOUND'],
    ['delete', `/api/dataset/samples/${unknown}`, 'SAMPLE_NOT_FOUND'],
    ['get', `/api/dataset/samples/${unknown}`, 'SAMPLE_NOT_FOUND'],
    ['get', '/api/dataset/samples/..%2f..%2fhistory.sqlite/image', 'SAMPLE_NOT_FOUND'],
    ['get', '/api/dataset/samples/nonsense/thumbnail', 'SAMPLE_NOT_FOUND'],
    ['put', `/api/dataset/samples/${unknown}`, 'METHOD_NOT_ALLOWED'],
    ['delete', '/api/dataset', 'METHOD_NOT_ALLOWED'],
  ] as const)('%s %s: %s', async (method, url, code) => {
    expect(await refusalOf(service.api[method](url).send({ label: 'Cat' }))).toBe(code);
  });
});

describe('uploads at the same time', () => {
  it('store an image once and every other one, however they meet', async () => {
    const shared = file('shared.png', red);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        service.save([shared, file(`${String(i)}.png`, colourPng([i, 20, 30]))], ['Cat']),
      ),
    );
    expect(answers.reduce((total, answer) => total + answer.new, 0)).toBe(7);
    expect((await service.dataset()).total).toBe(7);
    expect(uploadsLeft()).toEqual([]);
  });
});
