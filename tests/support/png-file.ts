import { deflateSync } from 'node:zlib';

/** A PNG as its specification lays it out, so that a test can get any part of it wrong. */
export interface PngFileOptions {
  readonly width?: number;
  readonly height?: number;
  /** Bits a sample. */
  readonly depth?: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha */
  readonly colourType?: number;
  /** 1: Adam7 */
  readonly interlace?: number;
  /** What is deflated: lines of samples, each behind the number of its filter. */
  readonly lines?: Uint8Array;
  /** Chunks between the header and the pixels. */
  readonly chunks?: readonly Buffer[];
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** By default a black picture of 32×32. */
export function pngFile({
  width = 32,
  height = 32,
  depth = 8,
  colourType = 2,
  interlace = 0,
  lines = new Uint8Array(height * (1 + width * 3)),
  chunks = [],
}: PngFileOptions = {}): Buffer {
  return Buffer.concat([
    SIGNATURE,
    pngHeader(width, height, [depth, colourType, 0, 0, interlace]),
    ...chunks,
    pngChunk('IDAT', deflateSync(lines)),
    pngChunk('IEND'),
  ]);
}

/** @param methods bit depth, colour type, compression, filter, interlacing */
export function pngHeader(width: number, height: number, methods = [8, 2, 0, 0, 0]): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set(methods, 8);
  return pngChunk('IHDR', data);
}

export function pngChunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), 8 + data.length);
  return chunk;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
