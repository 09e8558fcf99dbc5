import { isUtf8 } from 'node:buffer';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { crc32 } from '../../../imaging/crc32';
import { IS_DAMAGED, IS_LINK, IS_SPECIAL, type ArchiveEntry } from './archive-entry';
import { ArchiveError, EntryError } from './archive-error';

/** The flag that says that a name is UTF-8. */
const UTF8_NAME = 0x800;

/** The kinds of files of POSIX, where a zip was made on such a system. */
const FILE_KIND = 0o170000;
const LINK = 0o120000;
const PLAIN = 0o100000;
const NO_KIND = 0;

/**
 * Reads a zip archive entry by entry, as its central directory has them.
 *
 * @throws {ArchiveError} for a damaged one, and at its end for one whose entries share bytes
 */
export async function* entriesOfZip(file: string): AsyncGenerator<ArchiveEntry> {
  let zip: ZipFile | undefined;
  try {
    // Names are decoded here, or yauzl would refuse the archive for the first bad one.
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false });
    const extents: Extent[] = [];
    for await (const entry of zip.eachEntry()) {
      extents.push(extentOf(entry));
      yield entryOf(zip, entry);
    }
    refuseOverlaps(extents);
  } catch (cause) {
    if (cause instanceof ArchiveError) throw cause;
    throw new ArchiveError('The zip archive is damaged or cut off.', { cause });
  } finally {
    zip?.close();
  }
}

/** Where the bytes of an entry lie in the archive, at least. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Bytes of a local header before the name. */
const LOCAL_HEADER_BYTES = 30;

function extentOf(entry: Entry): Extent {
  const { relativeOffsetOfLocalHeader: start, fileNameLength, compressedSize } = entry;
  return { start, end: start + LOCAL_HEADER_BYTES + fileNameLength + compressedSize };
}

/**
 * No archiver writes the same bytes for two entries. Where a directory points to one picture twenty
 * thousand times, a megabyte is hours of work (D. Fifield, "A better zip bomb", 2019).
 */
function refuseOverlaps(extents: Extent[]): void {
  extents.sort((a, b) => a.start - b.start);
  let end = 0;
  for (const extent of extents) {
    if (extent.start < end) throw new ArchiveError('Entries of the zip archive overlap.');
    end = extent.end;
  }
}

function entryOf(zip: ZipFile, entry: Entry): ArchiveEntry {
  const path = nameOf(entry);
  return {
    path,
    bytes: entry.uncompressedSize,
    problem: problemOf(entry),
    isFolder: path.endsWith('/'),
    comment: entry.fileCommentRaw.toString('utf8'),
    read: () => read(zip, entry),
  };
}

/**
 * The name of an entry: as the field for Unicode names has it, or as UTF-8 where it is that, whether
 * or not the flag says so (the archiver of macOS does not set it), or as code page 437.
 */
function nameOf({ generalPurposeBitFlag: flags, fileNameRaw: name, extraFields }: Entry): string {
  return getFileNameLowLevel(isUtf8(name) ? flags | UTF8_NAME : flags, name, extraFields, false);
}

function problemOf(entry: Entry): string | undefined {
  const kind = (entry.externalFileAttributes >>> 16) & FILE_KIND;
  if (kind === LINK) return IS_LINK;
  if (kind !== PLAIN && kind !== NO_KIND) return IS_SPECIAL;
  if (entry.isEncrypted()) return 'It is encrypted.';
  if (!entry.canDecodeFileData()) return 'It is compressed in an unusual way; use deflate.';
  return undefined;
}

async function read(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let checksum = 0;
  try {
    // It fails as soon as there is more than the directory says.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      chunks.push(chunk as Buffer);
      checksum = crc32(chunk as Buffer, checksum);
    }
  } catch (cause) {
    throw new EntryError(IS_DAMAGED, { cause });
  }
  if (checksum !== entry.crc32) throw new EntryError(IS_DAMAGED);
  return Buffer.concat(chunks);
}
