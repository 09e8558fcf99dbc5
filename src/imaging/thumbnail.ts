import type { InputSpec } from '../config/input-spec';
import { sharp } from './configured-sharp';
import { timeoutRefusal } from './decoding-time';
import { forLibvips, isForeign, type LibvipsFile } from './for-libvips';
import { formatOf } from './image-format';
import { openPicture } from './open-picture';

/** Longest side of a thumbnail. */
const THUMBNAIL_SIDE = 128;
/** Longest side of a picture to look at closely. */
const VIEW_SIDE = 2048;
const WEBP_QUALITY = 75;
const NO_LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER };

/** Smaller pictures are shown as they are. */
const LEAST_SIDE = 32;

/** Whether a picture is large enough for a smaller one to be worth making. */
export function hasThumbnail({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): boolean {
  return width > LEAST_SIDE || height > LEAST_SIDE;
}

/**
 * A small picture for people, in the shape of the source, made on libvips' threads.
 *
 * @param file an image that has been decoded, so that its size and format are known to be good
 * @returns WebP, no side longer than 128 pixels
 */
export async function makeThumbnail(file: Uint8Array): Promise<Buffer> {
  return thumbnailByLibvips(await libvipsFileOf(file));
}

/** The same, of a file that libvips can decode. */
export async function thumbnailByLibvips(file: LibvipsFile): Promise<Buffer> {
  return shrinkTo(THUMBNAIL_SIDE, file);
}

async function libvipsFileOf(file: Uint8Array): Promise<LibvipsFile> {
  const format = formatOf(file);
  if (format === undefined) throw new TypeError('a smaller picture of what has not been decoded');
  return isForeign(format) ? forLibvips(file, format, NO_LIMITS) : { file, format };
}

async function shrinkTo(side: number, { file, format }: LibvipsFile): Promise<Buffer> {
  try {
    const { read } = await openPicture(file, format, NO_LIMITS);
    return await (
      await read()
    )
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .webp({ quality: WEBP_QUALITY, effort: 2 })
      .toBuffer();
  } catch (error) {
    throw timeoutRefusal(error) ?? error;
  }
}

/**
 * A picture for people who look closer, of a file that their browser may not know.
 *
 * @param file an image that has been decoded, so that its size and format are known to be good
 * @returns WebP, no side longer than 2048 pixels
 */
export async function makeView(file: Uint8Array): Promise<Buffer> {
  return shrinkTo(VIEW_SIDE, await libvipsFileOf(file));
}

/**
 * What a network sees, as a file.
 *
 * @param pixels uint8, [height, width, 3], RGB
 */
export async function encodePng(
  pixels: Uint8Array,
  { width, height }: Pick<InputSpec, 'width' | 'height'>,
): Promise<Buffer> {
  const raw = { width, height, channels: 3 } as const;
  return sharp(pixels, { raw }).png().toBuffer();
}
