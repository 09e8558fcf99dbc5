import type { Raster } from '../raster';

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
/** libtiff keeps one strip in memory beside the file. */
const STRIP_BYTES = 256 * 1024;
const UNCOMPRESSED = 1;
const BLACK_IS_ZERO = 1;
const RGB = 2;
const UNASSOCIATED_ALPHA = 2;

/** Where the pixels of a plain TIFF go. */
export interface PlainTiff {
  readonly file: Uint8Array<ArrayBuffer>;
  /** uint8, [height, width, channels]: the part of the file that holds the pixels. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface PlainTiffOptions extends Pick<Raster, 'width' | 'height' | 'channels'> {
  /** ICC profile of the colours; without one they are sRGB. */
  readonly icc?: Uint8Array | undefined;
}

type Entry = readonly [tag: number, type: number, values: readonly number[] | Uint8Array];

/**
 * Makes room for pixels in an uncompressed TIFF, which is how pictures that libvips cannot decode
 * itself come to it together with their colour profile.
 */
export function plainTiff({ width, height, channels, icc }: PlainTiffOptions): PlainTiff {
  const rowBytes = width * channels;
  const rowsPerStrip = Math.max(1, Math.min(height, Math.floor(STRIP_BYTES / rowBytes)));
  const strips = Math.ceil(height / rowsPerStrip);
  const stripRows = (strip: number): number =>
    Math.min(rowsPerStrip, height - strip * rowsPerStrip);
  const hasAlpha = channels === 2 || channels === 4;
  const entries = (pixelsAt: number): Entry[] => [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, Array.from({ length: channels }, () => 8)],
    [259, SHORT, [UNCOMPRESSED]],
    [262, SHORT, [channels < 3 ? BLACK_IS_ZERO : RGB]],
    [273, LONG, Array.from({ length: strips }, (_, i) => pixelsAt + i * rowsPerStrip * rowBytes)],
    [277, SHORT, [channels]],
    [278, LONG, [rowsPerStrip]],
    [279, LONG, Array.from({ length: strips }, (_, i) => stripRows(i) * rowBytes)],
    [284, SHORT, [1]],
    ...(hasAlpha ? [[338, SHORT, [UNASSOCIATED_ALPHA]] as const] : []),
    ...(icc === undefined ? [] : [[34_675, UNDEFINED, icc] as const]),
  ];
  const pixelsAt = write(entries(0), undefined);
  const file = new Uint8Array(pixelsAt + height * rowBytes);
  write(entries(pixelsAt), new DataView(file.buffer));
  return { file, pixels: file.subarray(pixelsAt) };
}

/** @returns bytes of header, directory and its values; they are only counted without a view */
function write(entries: readonly Entry[], view: DataView | undefined): number {
  view?.setUint32(0, 0x4949_2a00); // II*\0: little endian
  view?.setUint32(4, HEADER_BYTES, true);
  view?.setUint16(HEADER_BYTES, entries.length, true);
  let valuesAt = HEADER_BYTES + 2 + entries.length * ENTRY_BYTES + 4;
  for (const [index, [tag, type, values]] of entries.entries()) {
    const at = HEADER_BYTES + 2 + index * ENTRY_BYTES;
    const size = type === LONG ? 4 : type === SHORT ? 2 : 1;
    const isInline = values.length * size <= 4;
    view?.setUint16(at, tag, true);
    view?.setUint16(at + 2, type, true);
    view?.setUint32(at + 4, values.length, true);
    if (!isInline) view?.setUint32(at + 8, valuesAt, true);
    let to = isInline ? at + 8 : valuesAt;
    for (const value of values) {
      if (size === 4) view?.setUint32(to, value, true);
      else if (size === 2) view?.setUint16(to, value, true);
      else view?.setUint8(to, value);
      to += size;
    }
    if (!isInline) valuesAt = to + (to % 2);
  }
  return valuesAt;
}
