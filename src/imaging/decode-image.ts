import type { DecodedImage, ImageLimits } from './decoded-image';
import { decodeBySharp } from './decode-by-sharp';
import { decodeSmall } from './decode-small';
import { formatOf } from './image-format';
import { ImageError, refuseTooLarge } from './image-error';
import { toRgb } from './raster';
import { resample } from './resample';

/**
 * Turns the bytes of an image file into what the network takes. The format is told by content,
 * never by name; the whole picture is stretched to 32×32, as the predecessor of this system did.
 *
 * @throws {ImageError} for anything that is not an image within the limits
 *
 * @example
 * const { pixels } = await decodeImage(file, { maxPixels: 50e6, formats: ['jpeg', 'png'] });
 */
export async function decodeImage(file: Uint8Array, limits: ImageLimits): Promise<DecodedImage> {
  if (file.length === 0) throw new ImageError('EMPTY_FILE', 'The file is empty.');
  const format = formatOf(file);
  if (format === undefined) {
    throw new ImageError(
      'UNSUPPORTED_IMAGE',
      'The file is not an image of a known format (PNG, JPEG, GIF, WebP).',
    );
  }
  if (!limits.formats.includes(format)) {
    throw new ImageError(
      'FORMAT_NOT_ALLOWED',
      `${format.toUpperCase()} images are not accepted here.`,
    );
  }
  const small = await decodeSmall(file, format);
  if (small === undefined) return decodeBySharp(file, format, limits);
  const { width, height } = small;
  refuseTooLarge(width, height, limits);
  return { pixels: resample(toRgb(small), width, height), format, width, height };
}
