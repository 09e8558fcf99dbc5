import { ImageError } from '../image-error';

/** Which bits of a pixel hold a colour. */
export interface BitMask {
  readonly shift: number;
  /** Largest value that the bits can hold; 0 for no bits at all. */
  readonly max: number;
}

export type BmpCompression = 'none' | 'rle8' | 'rle4';

/** What comes before the pixels of a BMP. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly compression: BmpCompression;
  /** Red, green, blue, alpha, for 16 and 32 bits. */
  readonly masks: readonly BitMask[];
  /** uint8, [colours, 3], RGB, for up to 8 bits */
  readonly palette: Uint8Array;
  readonly pixelsAt: number;
  /** The colour profile that a header of version 5 carries. */
  readonly icc: Uint8Array | undefined;
}

const FILE_HEADER_BYTES = 14;
/** OS/2 1; Windows and its versions 2 to 5; OS/2 2, short and long. */
const CORE = 12;
const INFO = 40;
const WITH_MASKS = 52;
const WITH_ALPHA = 56;
const V5 = 124;
const OS2_SHORT = 16;
const OS2 = 64;
const HEADERS = [CORE, OS2_SHORT, INFO, WITH_MASKS, WITH_ALPHA, OS2, 108, V5];
const BITS = [1, 2, 4, 8, 16, 24, 32] as const;

const NONE = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

/** 5 bits each, and 8 bits each; no alpha. */
const MASKS_16 = [0x7c00, 0x03e0, 0x001f, 0];
const MASKS_32 = [0xff0000, 0x00ff00, 0x0000ff, 0];
const EMBEDDED_PROFILE = 0x4d42_4544; // 'MBED'

/**
 * Reads the headers of a BMP: of Windows 2 to 10 and of OS/2, with their palettes, bit masks and
 * colour profile.
 *
 * @throws {ImageError} CORRUPT_IMAGE; UNSUPPORTED_IMAGE for kinds that nobody has written for long
 */
export function readBmpHeader(file: Uint8Array): BmpHeader {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < FILE_HEADER_BYTES + CORE) throw damagedBmp();
  const headerBytes = view.getUint32(FILE_HEADER_BYTES, true);
  if (!HEADERS.includes(headerBytes)) throw unsupported(`a header of ${headerBytes} bytes`);
  if (file.length < FILE_HEADER_BYTES + headerBytes) throw damagedBmp();
  const long = (at: number, least = at + 4): number =>
    headerBytes >= least ? view.getUint32(FILE_HEADER_BYTES + at, true) : 0;
  const isCore = headerBytes === CORE;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw damagedBmp();
  const bits = BITS.find((known) => known === view.getUint16(isCore ? 24 : 28, true));
  if (bits === undefined) throw damagedBmp();
  const method = long(16);
  const compression = compressionOf(method, bits, headerBytes);
  const isTopDown = signedHeight < 0;
  if (isTopDown && compression !== 'none') throw damagedBmp();
  const extraMasks = headerBytes === INFO ? maskCount(method) : 0;
  if (file.length < FILE_HEADER_BYTES + headerBytes + extraMasks * 4) throw damagedBmp();
  const paletteAt = FILE_HEADER_BYTES + headerBytes + extraMasks * 4;
  const pixelsAt = view.getUint32(10, true);
  if (pixelsAt < FILE_HEADER_BYTES + headerBytes || pixelsAt > file.length) throw damagedBmp();
  return {
    width,
    height,
    isTopDown,
    bits,
    compression,
    masks: masksOf(view, headerBytes, method, bits),
    palette: paletteOf(file, { bits, used: long(32), at: paletteAt, pixelsAt, isCore }),
    pixelsAt,
    icc: headerBytes === V5 && long(56) === EMBEDDED_PROFILE ? profileOf(file, view) : undefined,
  };
}

function compressionOf(method: number, bits: number, headerBytes: number): BmpCompression {
  const isOs2 = headerBytes === OS2 || headerBytes === OS2_SHORT;
  if (method === NONE) return 'none';
  if (method === RLE8 && bits === 8) return 'rle8';
  if (method === RLE4 && bits === 4) return 'rle4';
  const hasMasks = (method === BITFIELDS || method === ALPHA_BITFIELDS) && !isOs2;
  if (hasMasks && (bits === 16 || bits === 32)) return 'none';
  throw unsupported(`compression ${method} of ${bits} bits`);
}

function maskCount(method: number): number {
  if (method === BITFIELDS) return 3;
  return method === ALPHA_BITFIELDS ? 4 : 0;
}

function masksOf(view: DataView, headerBytes: number, method: number, bits: number): BitMask[] {
  if (method !== BITFIELDS && method !== ALPHA_BITFIELDS) {
    return (bits === 16 ? MASKS_16 : MASKS_32).map(bitMask);
  }
  const hasAlpha = headerBytes >= WITH_ALPHA || method === ALPHA_BITFIELDS;
  const at = FILE_HEADER_BYTES + INFO;
  const masks = [0, 4, 8, ...(hasAlpha ? [12] : [])].map((offset) =>
    view.getUint32(at + offset, true),
  );
  if (hasAlpha) return masks.map(bitMask);
  return [...masks, 0].map(bitMask);
}

function bitMask(mask: number): BitMask {
  if (mask === 0) return { shift: 0, max: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  if ((max & (max + 1)) !== 0) throw damagedBmp(); // with a gap between its bits
  return { shift, max };
}

interface PalettePlace {
  readonly bits: number;
  /** As many colours as the header says; 0 for all that the bits can tell apart. */
  readonly used: number;
  readonly at: number;
  readonly pixelsAt: number;
  readonly isCore: boolean;
}

/** @returns uint8, [colours, 3], RGB; none for more than 8 bits */
function paletteOf(
  file: Uint8Array,
  { bits, used, at, pixelsAt, isCore }: PalettePlace,
): Uint8Array {
  if (bits > 8) return new Uint8Array();
  const entryBytes = isCore ? 3 : 4;
  const most = 1 << bits;
  const room = Math.max(0, Math.floor((pixelsAt - at) / entryBytes));
  const colours = Math.min(used === 0 ? most : used, most, room);
  const palette = new Uint8Array(colours * 3);
  for (let i = 0; i < colours; i++) {
    const [blue, green, red] = file.subarray(at + i * entryBytes);
    palette.set([red!, green!, blue!], i * 3);
  }
  return palette;
}

function profileOf(file: Uint8Array, view: DataView): Uint8Array | undefined {
  const start = FILE_HEADER_BYTES + view.getUint32(FILE_HEADER_BYTES + 112, true);
  const end = start + view.getUint32(FILE_HEADER_BYTES + 116, true);
  return end > start && end <= file.length ? file.slice(start, end) : undefined;
}

function unsupported(what: string): ImageError {
  return new ImageError(
    'UNSUPPORTED_IMAGE',
    `The BMP has ${what}, which cannot be read. Save it as PNG.`,
  );
}

export function damagedBmp(): ImageError {
  return new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.');
}
