import sharp from 'sharp';
import { IMAGE_SIDE } from '../config/image-shape';
import type { DecodedImage, ImageFormat, ImageLimits } from './decoded-image';
import { ImageError } from './image-error';

// Every image is seen once, and the requests are what runs in parallel.
sharp.cache(false);
sharp.concurrency(1);

/** Decodes on libvips' own threads: the path for everything that is not tiny. */
export async function decodeBySharp(
  file: Uint8Array,
  format: ImageFormat,
  { maxPixels }: ImageLimits,
): Promise<DecodedImage> {
  const image = sharp(file, { failOn: 'error', limitInputPixels: false, autoOrient: true });
  const { width, height } = await sizeOf(image);
  if (width * height > maxPixels) {
    throw new ImageError(
      'IMAGE_TOO_LARGE',
      `The image has ${width}×${height} pixels; at most ${maxPixels} are accepted.`,
    );
  }
  try {
    const data = await image
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .resize(IMAGE_SIDE, IMAGE_SIDE, { fit: 'fill' })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
    return { pixels: Uint8Array.from(data), format, width, height };
  } catch (cause) {
    throw new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.', { cause });
  }
}

async function sizeOf(image: sharp.Sharp): Promise<{ width: number; height: number }> {
  try {
    const { autoOrient } = await image.metadata();
    return autoOrient;
  } catch (cause) {
    throw new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.', { cause });
  }
}
