import { SMALL_PIXELS } from './small-image';

const SOF_BASELINE = 0xc0;
const SOF_PROGRESSIVE = 0xc2;
const RST_FIRST = 0xd0;
const RST_LAST = 0xd7;
const EOI = 0xd9;
const SOS = 0xda;
/** JFIF, Huffman and quantisation tables, restart interval, comment. */
const PLAIN_MARKERS = new Set([0xe0, 0xc4, 0xdb, 0xdd, 0xfe]);

/** Encoders write at most 10; each is one more pass over all blocks of the picture. */
const MAX_SCANS = 10;

/**
 * Whether a JPEG is small and plain enough for the light decoder: baseline or progressive, 8 bits,
 * grey or YCbCr, few scans, and no EXIF (orientation), colour profile or Adobe segment, which
 * libvips obeys.
 */
export function isPlainSmallJpeg(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let frames = 0;
  let scans = 0;
  let at = 2;
  while (at + 2 <= file.length && file[at] === 0xff) {
    const marker = file[at + 1]!;
    if (marker === EOI) return frames === 1 && scans > 0;
    if (at + 4 > file.length) return false;
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === SOS) {
      scans++;
      if (scans > MAX_SCANS) return false;
      at = endOfScan(file, end);
      continue;
    }
    if (marker === SOF_BASELINE || marker === SOF_PROGRESSIVE) {
      frames++;
      if (frames > 1 || !isPlainFrame(view, at + 4)) return false;
    } else if (!PLAIN_MARKERS.has(marker)) {
      return false;
    }
    at = end;
  }
  return false;
}

/** @returns where the next marker after a scan's pixels stands, which restarts are not */
function endOfScan(file: Uint8Array, start: number): number {
  for (let at = file.indexOf(0xff, start); at !== -1; at = file.indexOf(0xff, at + 2)) {
    const next = file[at + 1]!;
    if (next !== 0 && !(next >= RST_FIRST && next <= RST_LAST)) return at;
  }
  return file.length;
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
