import sharp from 'sharp';
import { batchAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { bmpFile } from '../support/bmp-file';
import { fixture } from '../support/fixture';
import { drawing } from '../support/images';
import { startLabelledService, type LabelledService } from '../support/labelled-service';
import { zipFile } from '../support/zip-file';

let service: LabelledService;
let files: Readonly<Record<'heic' | 'avif' | 'tiff' | 'bmp', Buffer>>;

beforeAll(async () => {
  service = await startLabelledService();
  const picture = drawing({ width: 200, height: 120 });
  files = {
    heic: await fixture('quarters.heic'),
    avif: await picture.clone().avif({ effort: 0 }).toBuffer(),
    tiff: await picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
    bmp: bmpFile({
      width: 200,
      height: 120,
      bits: 24,
      data: blueFirst(await picture.clone().flip().raw().toBuffer()),
    }),
  };
});
afterAll(() => service.end());

const FORMATS = ['heic', 'avif', 'tiff', 'bmp'] as const;

describe.each(FORMATS)('a %s', (format) => {
  it('is classified, and kept as it came, with a view and a thumbnail that every browser shows', async () => {
    const { id } = await service.predict(files[format], `a.${format}`);
    const image = await service.api.get(`/api/predictions/${id}/image`).expect(200);
    expect(image.headers['content-type']).toBe(`image/${format}`);
    expect(files[format].equals(image.body as Buffer)).toBe(true);
    for (const name of ['image?format=webp', 'thumbnail']) {
      const { body } = await service.api.get(`/api/predictions/${id}/${name}`).expect(200);
      const shown = await sharp(body as Buffer).metadata();
      expect(shown.format).toBe('webp');
      expect(shown.width).toBeGreaterThan(32);
    }
  });

  it('is classified as raw bytes', async () => {
    await service.api
      .post('/api/predict')
      .set('Content-Type', `image/${format}`)
      .send(files[format])
      .expect(200);
  });
});

it('takes all of them in a batch, and names what it does not take', async () => {
  const request = service.api.post('/api/predict/batch');
  for (const format of FORMATS) request.attach('files', files[format], `a.${format}`);
  request.attach('files', Buffer.from('%PDF-1.7\n%\xe2\xe3\n', 'latin1'), 'b.heic');
  const { predictions, errors } = batchAnswerSchema.parse((await request.expect(200)).body);
  expect(predictions.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(errors).toEqual([
    expect.objectContaining({
      filename: 'b.heic',
      code: 'UNSUPPORTED_IMAGE',
      error: expect.stringMatching(/^This is a PDF.*Export/) as string,
    }),
  ]);
});

it('learns from all of them, in an archive too, keeps the originals, and shows what browsers can', async () => {
  const content = zipFile([
    { name: 'cat/a.tif', content: files.tiff },
    { name: 'dog/b.heic', content: files.heic },
  ]);
  const answer = await service.save(
    [
      { name: 'a.bmp', content: files.bmp },
      { name: 'a.avif', content: files.avif },
      { name: 'a.zip', content },
    ],
    ['Ship'],
  );
  expect(answer.errors).toEqual([]);
  const samples = await service.samples();
  // The same picture in two formats is two files, and each is a sample of its own.
  expect(samples.map(({ format, label }) => [format, label]).sort()).toEqual([
    ['avif', 'Ship'],
    ['bmp', 'Ship'],
    ['heic', 'Dog'],
    ['tiff', 'Cat'],
  ]);
  const { id } = samples.find(({ format }) => format === 'heic')!;
  const url = `/api/dataset/samples/${id}/image`;
  const original = await service.api.get(url).expect(200);
  expect(original.headers['content-type']).toBe('image/heic');
  expect(original.body).toEqual(files.heic);
  const shown = await service.api.get(`${url}?format=webp`).expect(200);
  expect(shown.headers['content-type']).toBe('image/webp');
  expect(await sharp(shown.body as Buffer).metadata()).toMatchObject({ width: 96, height: 72 });
  await service.api.get(`${url}?format=exe`).expect(400);
  const page = await service.api.get('/data').expect(200);
  expect(page.text).toContain(`${url}?format=webp`);
});

it('names in Data what it does not take', async () => {
  const video = Buffer.concat([
    Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1'),
    Buffer.alloc(99),
  ]);
  const files = [{ name: 'IMG_1.HEIC', content: video }];
  const { body } = await service.upload(files, ['Cat']).expect(422);
  expect(body).toMatchObject({
    errors: [
      {
        filename: 'IMG_1.HEIC',
        error: expect.stringMatching(/^This is a video.*single/) as string,
      },
    ],
  });
});

/** RGB to BGR and back. */
function blueFirst(pixels: Buffer): Buffer {
  for (let i = 0; i < pixels.length; i += 3) pixels.subarray(i, i + 3).reverse();
  return pixels;
}
