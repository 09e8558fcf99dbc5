import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { CIFAR10_CLASSES } from '../../../src/config/cifar10';
import type { Dataset, Split } from '../../../src/dataset/collections/dataset';
import { readDataset } from '../../../src/dataset/collections/read-dataset';
import { jpeg, png, picture } from '../../support/images';
import { cifarArchive, cifarFiles, makeTar, writeFolder, type MadeFile } from './made-data';

const CLASSES = ['Cat', 'Dog'];
let folder: string;
let pictures: MadeFile[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dataset-'));
});
afterEach(() => rm(folder, { recursive: true }));
beforeAll(async () => {
  pictures = [
    { name: 'cat/0001.png', bytes: await png({ seed: 1 }) },
    { name: 'cat/0002.png', bytes: await png({ seed: 2 }) },
    { name: 'dog/0001.png', bytes: await png({ seed: 3 }) },
    { name: 'dog/0002.jpg', bytes: await jpeg({ seed: 4 }) },
  ];
});

const read = (source: string, split: Split = 'train', classNames = CLASSES): Promise<Dataset> =>
  readDataset(source, split, { classNames });
const within = (prefix: string, files: readonly MadeFile[]): MadeFile[] =>
  files.map((file) => ({ ...file, name: prefix + file.name }));
async function tarOf(files: readonly MadeFile[]): Promise<string> {
  const file = path.join(folder, 'images.tar');
  await writeFile(file, await makeTar(files));
  return file;
}
const imageOf = ({ images }: Dataset, index: number): Buffer =>
  Buffer.from(images.subarray(index * 3072, (index + 1) * 3072));

describe('a folder of images', () => {
  it('gives every image with the label of its folder, ordered by name', async () => {
    const data = await read(await writeFolder(folder, [...pictures].reverse()));
    expect([...data.labels]).toEqual([0, 0, 1, 1]);
    expect(data).toMatchObject({ count: 4, classNames: CLASSES, skipped: [] });
    for (const index of [0, 1, 2]) {
      expect(imageOf(data, index)).toEqual(picture({ seed: index + 1 }));
    }
  });

  it('knows the classes in any case', async () => {
    const files = pictures.map((file) => ({ ...file, name: file.name.toUpperCase() }));
    expect([...(await read(await writeFolder(folder, files))).labels]).toEqual([0, 0, 1, 1]);
  });

  it('gives only the images of the split that is asked for', async () => {
    await writeFolder(folder, within('train/', pictures));
    await writeFolder(folder, within('test/', [pictures[0]!, pictures[2]!]));
    expect((await read(folder, 'train')).count).toBe(4);
    expect((await read(folder, 'test')).count).toBe(2);
  });

  it('passes over hidden files and files beside the class folders', async () => {
    await writeFolder(folder, pictures);
    await writeFolder(folder, [{ name: 'README.md' }, { name: 'cat/.thumbnail.png' }]);
    await writeFolder(folder, [{ name: '.cache/cat/0001.png' }]);
    expect(await read(folder)).toMatchObject({ count: 4, skipped: [] });
  });

  it('skips what is no image, by name and with the reason', async () => {
    await writeFolder(folder, pictures);
    const cut = pictures[3]!.bytes!.subarray(0, 300);
    await writeFolder(folder, [
      { name: 'dog/cut.jpg', bytes: cut },
      { name: 'cat/empty.png' },
      { name: 'cat/notes.png', bytes: Buffer.from('not an image') },
    ]);
    const data = await read(folder);
    expect(data.count).toBe(4);
    expect(data.skipped).toEqual([
      { name: 'cat/empty.png', reason: expect.stringContaining('empty') },
      { name: 'cat/notes.png', reason: expect.stringContaining('not an image') },
      { name: 'dog/cut.jpg', reason: expect.stringContaining('damaged') },
    ]);
  });

  it('scales images of another size, and says how many they were', async () => {
    await writeFolder(folder, pictures);
    expect((await read(folder)).scaled).toBe(0);
    const wide = await png({ width: 64, height: 32 });
    await writeFolder(folder, [
      { name: 'cat/wide.png', bytes: wide },
      { name: 'dog/tiny.png', bytes: await png({ width: 1, height: 1 }) },
    ]);
    expect(await read(folder)).toMatchObject({ count: 6, scaled: 2, skipped: [] });
  });

  it('does not follow links', async () => {
    await writeFolder(folder, pictures);
    await writeFolder(folder, [{ name: 'cat/link.png', link: '0001.png' }]);
    await writeFolder(folder, [{ name: 'dog/all', link: '../cat' }]);
    const data = await read(folder);
    expect(data.count).toBe(4);
    expect(data.skipped.map(({ name }) => name)).toEqual(['cat/link.png', 'dog/all']);
  });

  it('says what lies at the wrong depth', async () => {
    await writeFolder(folder, [...pictures, { name: 'cat/young/0001.png' }]);
    expect((await read(folder)).skipped).toEqual([
      {
        name: 'cat/young/0001.png',
        reason: 'neither <class>/<image> nor <split>/<class>/<image>',
      },
    ]);
  });

  it('refuses a folder that is no class', async () => {
    await writeFolder(folder, within('', [...pictures, { ...pictures[0]!, name: 'fox/1.png' }]));
    await expect(read(folder)).rejects.toThrow('"fox" is not one of the classes Cat, Dog');
  });

  it('refuses to go without a class', async () => {
    await writeFolder(folder, pictures.slice(0, 2));
    await expect(read(folder)).rejects.toThrow('the train data has no image of Dog');
  });

  it('says what it expects where there is nothing', async () => {
    await expect(read(folder)).rejects.toThrow('no image was found: <class>/<image>');
  });

  it('tells how far it is', async () => {
    await writeFolder(folder, pictures);
    const steps: [number, number | undefined][] = [];
    const onProgress = (...step: [number, number | undefined]): unknown => steps.push(step);
    await readDataset(folder, 'train', { classNames: CLASSES, onProgress });
    expect(steps).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
  });

  it('stops when it is told to', async () => {
    await writeFolder(folder, pictures);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readDataset(folder, 'train', { classNames: CLASSES, signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('a tar of images', () => {
  it('gives the same data as the folder, whatever the order of its members', async () => {
    const expected = await read(await writeFolder(folder, pictures));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(pictures, { minLength: pictures.length }),
        fc.constantFrom('', './', 'train/'),
        async (files, prefix) => {
          const data = await read(await tarOf(within(prefix, files)));
          expect(data.fingerprint).toBe(expected.fingerprint);
          expect(data.labels).toEqual(expected.labels);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('does not follow links, nor paths that lead out', async () => {
    const escaping = ['../dog/1.png', 'cat/../../dog/1.png', '/dog/1.png'];
    const source = await tarOf([
      ...pictures,
      { name: 'cat/link.png', link: '/etc/hostname' },
      ...escaping.map((name) => ({ ...pictures[0]!, name })),
    ]);
    const data = await read(source);
    expect(data.count).toBe(4);
    expect(data.skipped).toHaveLength(4);
    expect(data.skipped).toContainEqual({
      name: 'cat/link.png',
      reason: 'a link; links are not followed',
    });
  });

  it('refuses an archive that is cut off', async () => {
    const source = await tarOf(pictures);
    const whole = await makeTar(pictures);
    await writeFile(source, whole.subarray(0, 700));
    await expect(read(source)).rejects.toThrow('images.tar is not a whole tar archive');
  });

  it('refuses a label that is no class, and closes the archive', async () => {
    const foxes = Array.from({ length: 30 }, (_, i) => ({ ...pictures[0]!, name: `fox/${i}.png` }));
    await expect(read(await tarOf(foxes))).rejects.toThrow('"fox" is not one of the classes');
  });
});

describe('the CIFAR-10 binary archive', () => {
  const classNames = [...CIFAR10_CLASSES];
  const lowerCase = classNames.map((name) => name.toLowerCase());
  const first = [
    { label: 3, pixels: picture({ seed: 1 }) },
    { label: 9, pixels: picture({ seed: 2 }) },
  ];
  async function archiveOf(files: readonly MadeFile[]): Promise<string> {
    const file = path.join(folder, 'cifar-10-binary.tar.gz');
    await writeFile(file, await cifarArchive(files));
    return file;
  }
  const changed = (name: string, change: (bytes: Buffer) => Buffer): MadeFile[] =>
    cifarFiles(first, lowerCase).map((file) =>
      file.name.endsWith(name) ? { ...file, bytes: change(Buffer.from(file.bytes!)) } : file,
    );

  it('gives its records as RGB images, the training files in their numbers’ order', async () => {
    const source = await archiveOf(cifarFiles(first, lowerCase));
    const data = await read(source, 'train', classNames);
    expect(data.count).toBe(42);
    expect([...data.labels].slice(0, 12)).toEqual([3, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(imageOf(data, 0)).toEqual(first[0]!.pixels);
    expect(imageOf(data, 1)).toEqual(first[1]!.pixels);
    expect([2, 12, 22, 32].map((index) => imageOf(data, index)[0])).toEqual([2, 3, 4, 5]);
  });

  it('keeps its test file apart', async () => {
    const data = await read(await archiveOf(cifarFiles(first, lowerCase)), 'test', classNames);
    expect(data.count).toBe(10);
    expect(data.images.every((value) => value === 100)).toBe(true);
  });

  it('is the same unpacked, and found in the folder that holds it', async () => {
    const files = cifarFiles(first, lowerCase);
    const packed = await read(await archiveOf(files), 'train', classNames);
    await expect(read(folder, 'train', classNames)).resolves.toEqual(packed);
    await writeFolder(folder, files);
    await rm(path.join(folder, 'cifar-10-binary.tar.gz'));
    await expect(read(folder, 'train', classNames)).resolves.toEqual(packed);
    await expect(
      read(path.join(folder, 'cifar-10-batches-bin'), 'train', classNames),
    ).resolves.toEqual(packed);
  });

  it('takes the labels’ meaning from its own list of names', async () => {
    const reversed = cifarFiles(first, [...lowerCase].reverse());
    const data = await read(await archiveOf(reversed), 'train', classNames);
    expect([...data.labels].slice(0, 2)).toEqual([6, 0]);
  });

  it.each([
    ['a name that is no class', 'meta.txt', /"cat" is not one of/, ['Bird']],
    [
      'a file that is cut off',
      'data_batch_3.bin',
      /data_batch_3.bin has \d+ bytes.* cut off/,
      classNames,
    ],
    ['a label without a name', 'data_batch_4.bin', /record 0 of data_batch_4.bin/, classNames],
  ])('refuses %s', async (_, name, message, classes) => {
    const change = (bytes: Buffer): Buffer => {
      if (name === 'meta.txt') return Buffer.from('cat\n');
      if (name === 'data_batch_3.bin') return bytes.subarray(0, -1);
      bytes[0] = 10;
      return bytes;
    };
    const source = await archiveOf(changed(name, change));
    await expect(read(source, 'train', classes)).rejects.toThrow(message);
  });

  it('names the file that is missing', async () => {
    const files = cifarFiles(first, lowerCase).filter(({ name }) => !name.endsWith('_5.bin'));
    await expect(read(await archiveOf(files), 'train', classNames)).rejects.toThrow(
      /data_batch_5.bin is missing in .*cifar-10-binary.tar.gz/,
    );
  });

  it('refuses an archive that is cut off', async () => {
    const source = await archiveOf(cifarFiles(first, lowerCase));
    const whole = await cifarArchive(cifarFiles(first, lowerCase));
    await writeFile(source, whole.subarray(0, whole.length / 2));
    await expect(read(source, 'train', classNames)).rejects.toThrow('is not a whole tar.gz');
  });
});

describe('a source that is none', () => {
  it('says how to get one when it does not exist', async () => {
    await expect(read(path.join(folder, 'nowhere'))).rejects.toThrow('npm run data:download');
  });

  it('refuses other files', async () => {
    await writeFolder(folder, [{ name: 'images.zip' }]);
    await expect(read(path.join(folder, 'images.zip'))).rejects.toThrow(
      'neither a folder nor a tar archive',
    );
  });
});
