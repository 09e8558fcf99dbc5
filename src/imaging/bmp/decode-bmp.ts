import type { ImageLimits } from '../decoded-image';
import { refuseTooLarge } from '../image-error';
import type { Raster } from '../raster';
import { damagedBmp, readBmpHeader, type BitMask, type BmpHeader } from './bmp-header';
import { unpackRuns } from './run-lengths';

/** Makes room for pixels. */
export type Allocate = (
  shape: Pick<Raster, 'width' | 'height' | 'channels'> & { readonly icc: Uint8Array | undefined },
) => Uint8Array;

const OPAQUE = 255;

/**
 * Decodes a BMP. What the runs of a compressed one leave out is transparent, as in browsers.
 *
 * @param allocate where the pixels go, once their number is known to be within the limits
 * @throws {ImageError} IMAGE_TOO_LARGE, CORRUPT_IMAGE or UNSUPPORTED_IMAGE
 */
export function decodeBmp(
  file: Uint8Array,
  limits: Pick<ImageLimits, 'maxPixels'>,
  allocate: Allocate = ({ width, height, channels }) => new Uint8Array(width * height * channels),
): Raster & { readonly icc: Uint8Array | undefined } {
  const header = readBmpHeader(file);
  const { width, height, icc } = header;
  refuseTooLarge(width, height, limits);
  const channels = hasAlpha(file, header) ? 4 : 3;
  const data = allocate({ width, height, channels, icc });
  const picture: Raster = { data, width, height, channels };
  if (header.compression !== 'none') throughPalette(unpackRuns(file, header), header, picture);
  else readRows(file, header, picture);
  return { ...picture, icc };
}

/** Alpha that is 0 everywhere was never meant: many programs leave the byte unset. */
function hasAlpha(file: Uint8Array, header: BmpHeader): boolean {
  const { compression, bits, masks, width, height, pixelsAt } = header;
  if (compression !== 'none') return true;
  const alpha = masks[3]!;
  if (bits <= 8 || bits === 24 || alpha.max === 0) return false;
  const rowBytes = bytesOfRow(header);
  if (pixelsAt + rowBytes * height > file.length) throw damagedBmp();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + y * rowBytes;
    for (let x = 0; x < width; x++) {
      if (((pixelAt(view, row, x, bits) >>> alpha.shift) & alpha.max) !== 0) return true;
    }
  }
  return false;
}

function readRows(file: Uint8Array, header: BmpHeader, picture: Raster): void {
  const { height, isTopDown, pixelsAt, bits } = header;
  const rowBytes = bytesOfRow(header);
  if (pixelsAt + rowBytes * height > file.length) throw damagedBmp();
  const readRow = bits <= 8 ? indexedRow : bits === 24 ? plainRow : maskedRow;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let line = 0; line < height; line++) {
    const y = isTopDown ? line : height - 1 - line;
    readRow(view, pixelsAt + line * rowBytes, header, picture, y);
  }
}

/** Rows are padded to whole words of 4 bytes. */
function bytesOfRow({ width, bits }: BmpHeader): number {
  return Math.ceil((width * bits) / 32) * 4;
}

type ReadRow = (
  view: DataView,
  from: number,
  header: BmpHeader,
  picture: Raster,
  y: number,
) => void;

const indexedRow: ReadRow = (view, from, { bits, palette }, { data, width }, y) => {
  const pixelsPerByte = 8 / bits;
  const mask = (1 << bits) - 1;
  let to = y * width * 3;
  for (let x = 0; x < width; x++) {
    const byte = view.getUint8(from + Math.floor(x / pixelsPerByte));
    const index = (byte >> (8 - bits * ((x % pixelsPerByte) + 1))) & mask;
    // A colour that the palette lacks is black.
    for (let c = 0; c < 3; c++) data[to++] = palette[index * 3 + c] ?? 0;
  }
};

const plainRow: ReadRow = (view, from, _header, { data, width }, y) => {
  let to = y * width * 3;
  for (let at = from; at < from + width * 3; at += 3) {
    data[to++] = view.getUint8(at + 2);
    data[to++] = view.getUint8(at + 1);
    data[to++] = view.getUint8(at);
  }
};

const maskedRow: ReadRow = (view, from, { bits, masks }, { data, width, channels }, y) => {
  const [red, green, blue, alpha] = masks as readonly [BitMask, BitMask, BitMask, BitMask];
  let to = y * width * channels;
  for (let x = 0; x < width; x++) {
    const pixel = pixelAt(view, from, x, bits);
    data[to++] = scaled(pixel, red);
    data[to++] = scaled(pixel, green);
    data[to++] = scaled(pixel, blue);
    if (channels === 4) data[to++] = alpha.max === 0 ? OPAQUE : scaled(pixel, alpha);
  }
};

function pixelAt(view: DataView, row: number, x: number, bits: number): number {
  return bits === 16 ? view.getUint16(row + x * 2, true) : view.getUint32(row + x * 4, true);
}

function scaled(pixel: number, { shift, max }: BitMask): number {
  const value = ((pixel >>> shift) & max) >>> 0;
  if (max === 255) return value;
  return max === 0 ? 0 : Math.round((value * 255) / max);
}

/** @param indices int16, [height, width], from the top; −1 where there is no pixel */
function throughPalette(indices: Int16Array, { palette }: BmpHeader, { data }: Raster): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (index < 0) continue; // stays transparent
    for (let c = 0; c < 3; c++) data[i * 4 + c] = palette[index * 3 + c] ?? 0;
    data[i * 4 + 3] = OPAQUE;
  }
}
