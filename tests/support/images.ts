import { deflateSync } from 'node:zlib';
import sharp from 'sharp';

// Jest's sandbox makes every look-up of a global slow, which counts at a million pixels.
const { cos, max, min, sin } = Math;

/** How a made-up picture's pixels are laid out. */
export interface PictureOptions {
  readonly width?: number;
  readonly height?: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha */
  readonly channels?: 1 | 2 | 3 | 4;
  readonly seed?: number;
}

/**
 * A picture with smooth colours, an edge and some noise, so that decoders have something to
 * disagree about.
 *
 * @returns uint8, [height, width, channels]
 */
export function picture({
  width = 32,
  height = 32,
  channels = 3,
  seed = 1,
}: PictureOptions = {}): Buffer {
  const phase = (seed * 0.7) % 6;
  const data = Buffer.alloc(width * height * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const wave = 70 * sin((x * (c + 1)) / 6 + phase) + 40 * cos(y / 5 + c);
        const edge = x > width / 2 && y > height / 3 ? 30 : 0;
        data[at++] = max(0, min(255, 120 + wave + edge + ((at * 40503) & 0xffff) / 3276));
      }
    }
  }
  return data;
}

/** The same picture as a sharp pipeline, to be encoded as the test likes. */
export function drawing(options: PictureOptions = {}): sharp.Sharp {
  const { width = 32, height = 32, channels = 3 } = options;
  return sharp(picture(options), { raw: { width, height, channels } });
}

export const png = (options?: PictureOptions): Promise<Buffer> => drawing(options).png().toBuffer();
export const jpeg = (options?: PictureOptions): Promise<Buffer> =>
  drawing(options).jpeg().toBuffer();

/** A tiny file that claims to be a huge picture: what a decompression bomb looks like outside. */
export function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
