import type { ImageFormat } from './decoded-image';
import { jpegSegments, SOF_BASELINE, SOS } from './jpeg-segments';

/** Encoders write at most 10. */
const MAX_SCANS = 100;
/** A colour profile has at most 255, tables and texts a few more. */
const MAX_SEGMENTS = 2000;

/**
 * Whether a file is a progressive JPEG of very many scans. Each is a pass over all blocks and may
 * take 20 bytes, so that one file of 4 MB keeps a thread busy for 13 s (measured, 49 megapixels),
 * which no limit on pixels prevents, and which libvips cannot break off. Of baseline JPEGs, whose
 * scans are as long as the work they make, the header alone is looked through: so many segments
 * before the picture are work for nothing, too.
 */
export function isScanBomb(file: Uint8Array, format: ImageFormat): boolean {
  if (format !== 'jpeg') return false;
  let isBaseline = false;
  let scans = 0;
  let segments = 0;
  for (const { marker } of jpegSegments(file)) {
    if (marker === SOF_BASELINE) isBaseline = true;
    if (marker === SOS && isBaseline) return false;
    if (marker === SOS) scans++;
    segments++;
    if (scans > MAX_SCANS || segments > MAX_SEGMENTS) return true;
  }
  return false;
}
