import { EOI, jpegFrame, jpegSegments, SOF_BASELINE, SOF_PROGRESSIVE, SOS } from './jpeg-segments';
import { SMALL_PIXELS } from './small-image';

/** JFIF, Huffman and quantisation tables, restart interval, comment. */
const IDLE_MARKERS = new Set([0xe0, 0xc4, 0xdb, 0xdd, 0xfe]);

/** Encoders write at most 10; each is one more pass over all blocks of the picture. */
const MAX_SCANS = 10;

/**
 * Whether a JPEG is small and plain enough for the light decoder: baseline or progressive, 8 bits,
 * grey or YCbCr, few scans, and no EXIF (orientation), colour profile or Adobe segment, which
 * libvips obeys.
 */
export function isPlainSmallJpeg(file: Uint8Array): boolean {
  let frames = 0;
  let scans = 0;
  for (const { marker, content } of jpegSegments(file)) {
    if (marker === EOI) return frames === 1 && scans > 0 && scans <= MAX_SCANS;
    if (marker === SOS) {
      scans++;
    } else if (marker === SOF_BASELINE || marker === SOF_PROGRESSIVE) {
      frames++;
      if (!isPlainFrame(content)) return false;
    } else if (!IDLE_MARKERS.has(marker)) {
      return false;
    }
  }
  return false;
}

function isPlainFrame(content: Uint8Array): boolean {
  const frame = jpegFrame(content);
  if (frame === undefined) return false;
  const { depth, width, height, components } = frame;
  const pixels = width * height;
  return (
    pixels > 0 && pixels <= SMALL_PIXELS && depth === 8 && (components === 1 || components === 3)
  );
}
