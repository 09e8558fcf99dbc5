import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { DatasetError, type Split } from './dataset';
import { IS_LINK, MAX_FILE_BYTES, placeOf, TOO_LARGE, type FoundFile } from './labelled-file';

/**
 * Streams the image files of one split out of a tar (or .tar.gz), in the archive's order. Nothing
 * is written to disk, and links are reported instead of followed.
 *
 * @throws {DatasetError} for a damaged archive
 */
export async function* filesOfTar(file: string, split: Split): AsyncGenerator<FoundFile> {
  const entries = extract();
  const source = createReadStream(file);
  const reading = /\.t?gz$/.test(file)
    ? pipeline(source, createGunzip(), entries)
    : pipeline(source, entries);
  reading.catch(() => undefined); // the loop below meets the same error
  try {
    for await (const entry of entries) {
      const found = await fileOf(entry.header, entry, split);
      entry.resume();
      if (found !== undefined) yield found;
    }
    await reading;
  } catch (cause) {
    throw new DatasetError(`${file} is not a whole tar archive`, { cause });
  }
}

async function fileOf(
  { name, type, size }: Header,
  content: AsyncIterable<unknown>,
  split: Split,
): Promise<FoundFile | undefined> {
  if (type === 'directory') return undefined;
  const place = placeOf(name, split);
  if (place.kind === 'elsewhere') return undefined;
  if (place.kind === 'refused') return { name, reason: place.reason };
  if (type === 'symlink' || type === 'link') return { name, reason: IS_LINK };
  if (type !== 'file' && type !== 'contiguous-file') return { name, reason: 'not a plain file' };
  if (size > MAX_FILE_BYTES) return { name, reason: TOO_LARGE };
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return { name: place.name, label: place.label, read: () => Promise.resolve(bytes) };
}
