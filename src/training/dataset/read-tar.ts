import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { DatasetError, type Split } from './dataset';
import { labelOf, type LabelledFile } from './labelled-file';

/** Larger members of an archive of 32×32 images are a mistake or an attack. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Streams the image files of one split out of a tar (or .tar.gz), in the archive's order. Only
 * plain files count; nothing is written to disk, so names cannot lead anywhere.
 *
 * @throws {DatasetError} for a damaged archive
 */
export async function* filesOfTar(file: string, split: Split): AsyncGenerator<LabelledFile> {
  const entries = extract();
  const source = createReadStream(file);
  const reading = /\.t?gz$/.test(file)
    ? pipeline(source, createGunzip(), entries)
    : pipeline(source, entries);
  reading.catch(() => undefined); // the loop below meets the same error
  try {
    for await (const entry of entries) {
      const { name, type, size = 0 } = entry.header;
      const label = type === 'file' ? labelOf(name, split) : undefined;
      if (label === undefined || size > MAX_FILE_BYTES) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      yield { name, label, bytes: Buffer.concat(chunks) };
    }
    await reading;
  } catch (cause) {
    throw new DatasetError(`${file} is not a whole tar archive`, { cause });
  }
}
