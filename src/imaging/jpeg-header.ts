import { SMALL_PIXELS } from './small-image';

const SOF_BASELINE = 0xc0;
const SOF_PROGRESSIVE = 0xc2;
const SOS = 0xda;
/** JFIF, Huffman and quantisation tables, restart interval, comment. */
const PLAIN_MARKERS = new Set([0xe0, 0xc4, 0xdb, 0xdd, 0xfe]);

/**
 * Whether a JPEG is small and plain enough for the light decoder: baseline or progressive, 8 bits,
 * grey or YCbCr, and no EXIF (orientation), colour profile or Adobe segment, which libvips obeys.
 */
export function isPlainSmallJpeg(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let plain = false;
  let at = 2;
  while (at + 4 <= file.length && file[at] === 0xff) {
    const marker = file[at + 1]!;
    const length = view.getUint16(at + 2);
    if (marker === SOS) return plain;
    if (marker === SOF_BASELINE || marker === SOF_PROGRESSIVE) {
      if (plain || !isPlainFrame(view, at + 4)) return false;
      plain = true;
    } else if (!PLAIN_MARKERS.has(marker)) {
      return false;
    }
    at += 2 + length;
  }
  return false;
}

function isPlainFrame(view: DataView, at: number): boolean {
  if (at + 6 > view.byteLength) return false;
  const depth = view.getUint8(at);
  const pixels = view.getUint16(at + 1) * view.getUint16(at + 3);
  const components = view.getUint8(at + 5);
  return (
    pixels > 0 && pixels <= SMALL_PIXELS && depth === 8 && (components === 1 || components === 3)
  );
}
