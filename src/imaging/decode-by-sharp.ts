import type { Sharp } from 'sharp';
import type { InputSpec } from '../config/input-spec';
import type { DecodedImage, ImageLimits } from './decoded-image';
import { timeoutRefusal } from './decoding-time';
import { fitBySharp } from './fit';
import type { LibvipsFile } from './for-libvips';
import { ImageError } from './image-error';
import { openPicture } from './open-picture';
import { toRgb, type Raster } from './raster';
import { resample } from './resample';
import { isScanBomb } from './scan-bomb';
import { isResampledHere } from './small-image';
import { refuseCutJpeg } from './whole-jpeg';

const BROKEN = 'The image is damaged or cut off.';

/**
 * Decodes on libvips' own threads: the path for everything that is not tiny. The size is read from
 * the header and judged before a pixel is decoded.
 *
 * @throws {ImageError} and what `limits.admit` throws
 */
export async function decodeBySharp(
  file: Uint8Array,
  format: LibvipsFile['format'],
  limits: Pick<ImageLimits, 'maxPixels' | 'admit'>,
  input: InputSpec,
): Promise<DecodedImage> {
  if (isScanBomb(file, format)) throw new ImageError('CORRUPT_IMAGE', BROKEN);
  let isWaiting = false;
  let leave: (() => void) | undefined;
  try {
    const { width, height, read } = await openPicture(file, format, limits);
    isWaiting = true;
    leave = await limits.admit?.(width * height);
    isWaiting = false;
    if (format === 'jpeg') await refuseCutJpeg(file, limits.maxPixels);
    const image = await read();
    const pixels = isResampledHere(width * height, input)
      ? resample(toRgb(await toRaster(image)), width, height, input)
      : await fitted(image, input);
    return { pixels, format, width, height };
  } catch (cause) {
    if (isWaiting || cause instanceof ImageError) throw cause;
    throw timeoutRefusal(cause) ?? new ImageError('CORRUPT_IMAGE', BROKEN, { cause });
  } finally {
    leave?.();
  }
}

/**
 * All pixels, with their transparency: libvips cuts the fractions off when it flattens, which makes
 * every half-transparent pixel half a grey level too dark, so that small pictures, which the light
 * decoder may have too, are flattened by `toRgb`.
 */
async function toRaster(image: Sharp): Promise<Raster> {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/**
 * For CIFAR's inputs the filter is that of `resample`: a picture just too large for it comes out as it
 * would have there (0.3 grey levels apart on average, against 2.5 with Lanczos).
 *
 * @returns uint8, [input.height, input.width, 3], in its own ArrayBuffer
 */
async function fitted(image: Sharp, input: InputSpec): Promise<Uint8Array> {
  const small = fitBySharp(image.flatten({ background: 'white' }), input);
  return new Uint8Array(await small.removeAlpha().raw({ depth: 'uchar' }).toBuffer());
}
