/** The first directory (page) of a TIFF, with what is needed to judge it before it is decoded. */
export interface TiffDirectory {
  /** Tag → first value, for entries of whole numbers. */
  readonly numbers: ReadonlyMap<number, number>;
  /** Tag → bytes, for entries of text that is not too long. */
  readonly texts: ReadonlyMap<number, string>;
  readonly entries: number;
  /** Bytes of all values together, as the entries announce them. */
  readonly valueBytes: number;
  /** Where the offset of the next directory stands, and how many bytes it has. */
  readonly next: { readonly at: number; readonly bytes: 4 | 8; readonly offset: number };
}

export const TIFF_TAG = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  make: 271,
  samplesPerPixel: 277,
  tileWidth: 322,
  tileHeight: 323,
  subDirectories: 330,
  sampleFormat: 339,
  dngVersion: 50_706,
} as const;

const BYTE = 1;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const IFD = 13;
const LONG8 = 16;
const SIZES = new Map([
  [BYTE, 1],
  [ASCII, 1],
  [SHORT, 2],
  [LONG, 4],
  [IFD, 4],
  [LONG8, 8],
]);
/** Bytes a value for the types that are not read: rationals, signed and real numbers. */
const OTHER_SIZES = new Map([
  [5, 8],
  [6, 1],
  [7, 1],
  [8, 2],
  [9, 4],
  [10, 8],
  [11, 4],
  [12, 8],
  [17, 8],
  [18, 8],
]);
const MAX_TEXT_BYTES = 64;
/** Directories of cameras have fewer than 100; entries beyond these are only counted. */
export const MAX_ENTRIES = 1000;

/** A number lies behind the end of the file. */
class BeyondEndError extends Error {}

/** Reads numbers as the file has them: little or big endian, offsets of 4 or 8 bytes (BigTIFF). */
class TiffReader {
  readonly isBig: boolean;
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(file: Uint8Array) {
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    this.#isLittle = file[0] === 0x49;
    this.isBig = this.number(2, SHORT) === 43;
  }

  number(at: number, type: number): number {
    const size = SIZES.get(type)!;
    if (at + size > this.#view.byteLength) throw new BeyondEndError();
    switch (size) {
      case 1:
        return this.#view.getUint8(at);
      case 2:
        return this.#view.getUint16(at, this.#isLittle);
      case 4:
        return this.#view.getUint32(at, this.#isLittle);
      default:
        return Number(this.#view.getBigUint64(at, this.#isLittle));
    }
  }

  offset(at: number): number {
    return this.number(at, this.isBig ? LONG8 : LONG);
  }
}

/**
 * Reads the first directory of a TIFF, and of cameras' raw files that are built like one.
 *
 * @returns undefined where it does not lie whole in the file
 */
export function firstDirectory(file: Uint8Array): TiffDirectory | undefined {
  try {
    return readDirectory(file);
  } catch (error) {
    if (error instanceof BeyondEndError) return undefined;
    throw error;
  }
}

function readDirectory(file: Uint8Array): TiffDirectory {
  const reader = new TiffReader(file);
  const { isBig } = reader;
  const [countBytes, entryBytes, offsetBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  const at = reader.offset(isBig ? 8 : 4);
  const entries = isBig ? reader.offset(at) : reader.number(at, SHORT);
  const numbers = new Map<number, number>();
  const texts = new Map<number, string>();
  const nextAt = at + countBytes + entries * entryBytes;
  const next = { at: nextAt, bytes: offsetBytes as 4 | 8, offset: reader.offset(nextAt) };
  let valueBytes = 0;
  for (let entry = 0; entry < Math.min(entries, MAX_ENTRIES); entry++) {
    const from = at + countBytes + entry * entryBytes;
    const [tag, type] = [reader.number(from, SHORT), reader.number(from + 2, SHORT)];
    const count = reader.offset(from + 4);
    const size = SIZES.get(type);
    valueBytes += count * (size ?? OTHER_SIZES.get(type) ?? 0);
    if (size === undefined || count === 0) continue;
    const valueAt = from + 4 + offsetBytes;
    const isInline = size * count <= offsetBytes;
    const start = isInline ? valueAt : reader.offset(valueAt);
    if (type !== ASCII) numbers.set(tag, reader.number(start, type));
    else texts.set(tag, textAt(file, start, Math.min(count, MAX_TEXT_BYTES)));
  }
  return { numbers, texts, entries, valueBytes, next };
}

function textAt(file: Uint8Array, start: number, bytes: number): string {
  return Buffer.from(file.subarray(start, start + bytes))
    .toString('latin1')
    .replace(/\0[^]*$/, '');
}
