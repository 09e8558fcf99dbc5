import { SMALL_PIXELS } from './small-image';

const SIGNATURE_BYTES = 8;
/** Chunks that do not change how the pixels are to be read. */
const PLAIN_CHUNKS = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'pHYs', 'tEXt', 'zTXt', 'tIME']);

/**
 * Whether a PNG is small and plain enough for the light decoder: 8 bits a channel, no interlacing,
 * and none of what libvips treats specially (colour profiles, gamma, orientation, transparency by
 * palette).
 */
export function isPlainSmallPng(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = SIGNATURE_BYTES;
  for (let chunk = 0; at + 12 <= file.length; chunk++) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (!PLAIN_CHUNKS.has(type)) return false;
    if (chunk === 0 && (type !== 'IHDR' || !isPlainHeader(view, at + 8))) return false;
    at += 12 + length;
    if (type === 'IEND') return at === file.length;
  }
  return false;
}

function isPlainHeader(view: DataView, at: number): boolean {
  if (at + 13 > view.byteLength) return false;
  const pixels = view.getUint32(at) * view.getUint32(at + 4);
  const depth = view.getUint8(at + 8);
  const interlaced = view.getUint8(at + 12) !== 0;
  return pixels > 0 && pixels <= SMALL_PIXELS && depth === 8 && !interlaced;
}
