import { ImageError } from './image-error';

export const SIGNATURE_BYTES = 8;
/** Length, type and check sum around the data of a chunk. */
export const CHUNK_OVERHEAD_BYTES = 12;

/** More than any honest file has: encoders that write chunks of 256 bytes need 16 MB for as many. */
const MAX_CHUNKS = 65_536;

/**
 * The only chunks that are looked at beside the critical ones: transparency, colours, and EXIF for
 * the orientation. Each is needed once.
 */
const NEEDED_ONCE = new Set('tRNS iCCP sRGB gAMA cHRM cICP sBIT eXIf'.split(' ').map(typeCode));
const IEND = typeCode('IEND');
/** The bit of the first letter that makes a chunk ancillary: a decoder may skip it. */
const IS_ANCILLARY = 0x20_00_00_00;

/**
 * A PNG without the chunks that no picture needs. libpng inflates every compressed text while it
 * reads the header, 50 MB for 48 kB, and keeps every other chunk that is repeated.
 *
 * @returns the file itself where nothing is to be left out
 * @throws {ImageError} CORRUPT_IMAGE for more chunks than any encoder writes
 */
export function withoutIdleChunks(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const seen = new Set<number>();
  let copy: Uint8Array | undefined;
  let keptBytes = SIGNATURE_BYTES;
  let at = SIGNATURE_BYTES;
  for (let chunks = 0; at + CHUNK_OVERHEAD_BYTES <= file.length; chunks++) {
    if (chunks === MAX_CHUNKS) {
      throw new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.');
    }
    const end = at + CHUNK_OVERHEAD_BYTES + view.getUint32(at);
    const type = view.getUint32(at + 4);
    // libpng looks at nothing behind the end, and refuses a chunk that breaks off.
    if (type === IEND || end > file.length) break;
    if (!isNeeded(type, seen)) {
      copy ??= Uint8Array.from(file);
    } else {
      copy?.set(file.subarray(at, end), keptBytes);
      keptBytes += end - at;
    }
    at = end;
  }
  if (copy === undefined) return file;
  copy.set(file.subarray(at), keptBytes);
  return copy.subarray(0, keptBytes + file.length - at);
}

/** @param seen the chunks before, to which this one is added */
function isNeeded(type: number, seen: Set<number>): boolean {
  if ((type & IS_ANCILLARY) === 0) return true;
  if (!NEEDED_ONCE.has(type) || seen.has(type)) return false;
  seen.add(type);
  return true;
}

/** The four letters of a type as one number, as they stand in a file. */
function typeCode(letters: string): number {
  return Buffer.from(letters, 'latin1').readUInt32BE();
}
