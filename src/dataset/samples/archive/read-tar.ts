import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { IS_LINK, IS_SPECIAL, type ArchiveEntry } from './archive-entry';
import { ArchiveError } from './archive-error';

export interface TarOptions {
  readonly isCompressed: boolean;
  /** Told of every piece that is unpacked; what it throws ends the reading. */
  readonly onUnpacked: (bytes: number) => void;
}

/**
 * Reads a tar archive entry by entry. Nothing is written to disk.
 *
 * @throws {ArchiveError} for a damaged one, and what `onUnpacked` throws
 */
export async function* entriesOfTar(
  file: string,
  { isCompressed, onUnpacked }: TarOptions,
): AsyncGenerator<ArchiveEntry> {
  const entries = extract();
  const source = createReadStream(file);
  let refusal: Error | undefined;
  const counter = countingStream((bytes) => {
    try {
      onUnpacked(bytes);
    } catch (error) {
      refusal = error as Error;
      throw error;
    }
  });
  const reading = isCompressed
    ? pipeline(source, createGunzip(), counter, entries)
    : pipeline(source, counter, entries);
  reading.catch(() => undefined); // the loop below meets the same error
  try {
    for await (const entry of entries) {
      yield entryOf(entry.header, entry);
      entry.resume();
    }
    await reading;
  } catch (cause) {
    if (refusal !== undefined) throw refusal;
    const otherwise = isCompressed
      ? ' If it is a single file packed with gzip, unpack it and send that.'
      : '';
    throw new ArchiveError(`The tar archive is damaged or cut off.${otherwise}`, { cause });
  } finally {
    source.destroy();
  }
}

function entryOf({ name, type, size }: Header, content: AsyncIterable<unknown>): ArchiveEntry {
  return {
    path: name,
    bytes: size,
    problem: problemOf(type),
    isFolder: type === 'directory',
    comment: '',
    async read() {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
  };
}

function problemOf(type: Header['type']): string | undefined {
  if (type === 'symlink' || type === 'link') return IS_LINK;
  return type === 'file' || type === 'contiguous-file' || type === 'directory'
    ? undefined
    : IS_SPECIAL;
}

function countingStream(onBytes: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        onBytes(chunk.length);
      } catch (error) {
        done(error as Error);
        return;
      }
      done(null, chunk);
    },
  });
}
