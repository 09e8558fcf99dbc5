import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { classIndexOf } from './class-index';
import { DatasetError, type ReadOptions, type Split } from './dataset';
import type { DecodedFiles } from './decode-files';

/** The official archive, and the folder inside it. */
export const CIFAR_ARCHIVE = 'cifar-10-binary.tar.gz';
export const CIFAR_FOLDER = 'cifar-10-batches-bin';
const NAMES_FILE = 'batches.meta.txt';
/** One byte of label, then the red, green and blue planes. */
const RECORD_BYTES = 1 + IMAGE_VALUES;
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The files of one part of CIFAR-10, in its own order. */
const PARTS: Readonly<Record<Split, readonly string[]>> = {
  train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
  test: ['test_batch.bin'],
};

/** Every file that belongs in the unpacked folder. */
export const CIFAR_FILES: readonly string[] = [NAMES_FILE, ...PARTS.train, ...PARTS.test];

/** Whether a folder holds CIFAR-10's binary files. */
export async function isCifarFolder(folder: string): Promise<boolean> {
  return access(path.join(folder, NAMES_FILE)).then(
    () => true,
    () => false,
  );
}

/** @throws {DatasetError} naming the file that is missing or damaged */
export async function readCifarFolder(
  folder: string,
  split: Split,
  options: ReadOptions,
): Promise<DecodedFiles> {
  return parse(split, options, async (name) => {
    try {
      return await readFile(path.join(folder, name));
    } catch (cause) {
      throw new DatasetError(`${name} cannot be read in ${folder}`, { cause });
    }
  });
}

/** @throws {DatasetError} naming the file that is missing or damaged */
export async function readCifarArchive(
  archive: string,
  split: Split,
  options: ReadOptions,
): Promise<DecodedFiles> {
  const wanted = new Set([NAMES_FILE, ...PARTS[split]]);
  const files = new Map<string, Buffer>();
  const entries = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), entries);
  reading.catch(() => undefined); // the loop below meets the same error
  try {
    for await (const entry of entries) {
      const name = path.posix.basename(entry.header.name);
      const fits = entry.header.type === 'file' && entry.header.size <= MAX_FILE_BYTES;
      if (!fits || !wanted.has(name)) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      files.set(name, Buffer.concat(chunks));
    }
    await reading;
  } catch (cause) {
    throw new DatasetError(`${archive} is not a whole tar.gz archive`, { cause });
  }
  return parse(split, options, (name) => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new DatasetError(`${name} is missing in ${archive}`);
    return Promise.resolve(bytes);
  });
}

async function parse(
  split: Split,
  { classNames, onProgress, signal }: ReadOptions,
  read: (name: string) => Promise<Buffer>,
): Promise<DecodedFiles> {
  const labelNames = (await read(NAMES_FILE)).toString('utf8').split('\n');
  const indices = labelNames
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map(classIndexOf(classNames));
  const parts: CifarPart[] = [];
  for (const name of PARTS[split]) {
    signal?.throwIfAborted();
    const records = await read(name);
    if (records.length === 0 || records.length % RECORD_BYTES !== 0) {
      throw new DatasetError(
        `${name} has ${records.length} bytes, which is no whole number of records of ${RECORD_BYTES} (a label and ${IMAGE_SIDE}×${IMAGE_SIDE} pixels): it is cut off, or its images have another size`,
      );
    }
    parts.push({ name, records, count: records.length / RECORD_BYTES });
  }

  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const images = new Uint8Array(total * IMAGE_VALUES);
  const labels = new Uint8Array(total);
  let done = 0;
  for (const { name, records, count } of parts) {
    for (let record = 0; record < count; record++, done++) {
      const start = record * RECORD_BYTES;
      const label = indices[records[start]!];
      if (label === undefined) {
        throw new DatasetError(
          `record ${record} of ${name} has label ${records[start]!}, which ${NAMES_FILE} lacks`,
        );
      }
      labels[done] = label;
      interleave(records.subarray(start + 1, start + RECORD_BYTES), images, done * IMAGE_VALUES);
    }
    onProgress?.(done, total);
  }
  return { images, labels, skipped: [], scaled: 0 };
}

interface CifarPart {
  readonly name: string;
  readonly records: Buffer;
  readonly count: number;
}

/** Three planes → RGB pixels. */
function interleave(planes: Uint8Array, target: Uint8Array, at: number): void {
  const pixels = IMAGE_VALUES / IMAGE_CHANNELS;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < IMAGE_CHANNELS; c++) {
      target[at + pixel * IMAGE_CHANNELS + c] = planes[c * pixels + pixel]!;
    }
  }
}
