import { readFile } from 'node:fs/promises';
import path from 'node:path';
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

/** A JPEG of 640×480 pixels that lies on its side, which its EXIF orientation says. */
export async function turnedPhotograph(): Promise<Buffer> {
  const file = await readFile(path.join(__dirname, '..', '..', 'docs', 'examples', 'ship.jpg'));
  return sharp(file).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toBuffer();
}

/** Four quarters: red, green; blue, white. It shows which way up a picture is. */
export function quarters(width: number, height: number): sharp.Sharp {
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ];
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const quarter = (y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1);
      data.set(colours[quarter]!, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}
