import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { fillCifarFolder } from './cifar-folder';
import { DatasetError } from './dataset';
import { MAX_FILE_BYTES } from './labelled-file';
import { CIFAR_FILES, CIFAR_FOLDER } from './read-cifar-binary';

/** In the archive, and of no use here. */
const IGNORED = ['readme.html'];

/**
 * Unpacks CIFAR-10's binary archive to `<folder>/cifar-10-batches-bin`. Only the files that belong
 * there are written, each at its own place; anything else in the archive refuses it as a whole.
 * The folder appears complete or not at all.
 *
 * @throws {DatasetError} naming what does not belong, or is missing
 */
export async function unpackCifar(archive: string, folder: string): Promise<string> {
  return fillCifarFolder(folder, async (temporary) => {
    const written = await unpackInto(temporary, archive);
    const missing = CIFAR_FILES.filter((name) => !written.has(name));
    if (missing.length > 0) throw new DatasetError(`${archive} lacks ${missing.join(', ')}.`);
  });
}

async function unpackInto(folder: string, archive: string): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  const entries = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), entries);
  reading.catch(() => undefined); // the loop below meets the same error
  try {
    for await (const entry of entries) {
      const name = fileNameOf(entry.header);
      if (name === undefined) {
        entry.resume();
        continue;
      }
      if (written.has(name)) throw new DatasetError(`${archive} holds ${name} twice.`);
      await pipeline(entry, createWriteStream(path.join(folder, name), { flags: 'wx' }));
      written.add(name);
    }
    await reading;
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(`${archive} cannot be unpacked: ${(cause as Error).message}`, { cause });
  }
  return written;
}

/** @returns undefined for what is passed over */
function fileNameOf({ name, type, size }: Header): string | undefined {
  const [folder, file = '', ...deeper] = name.replace(/^\.\//, '').split('/');
  const isKnown = folder === CIFAR_FOLDER && deeper.length === 0;
  if (isKnown && type === 'directory' && file === '') return undefined;
  if (isKnown && type === 'file' && size <= MAX_FILE_BYTES) {
    if (CIFAR_FILES.includes(file)) return file;
    if (IGNORED.includes(file)) return undefined;
  }
  throw new DatasetError(
    `"${name}" (${type}, ${size} bytes) does not belong in CIFAR-10's archive.`,
  );
}
