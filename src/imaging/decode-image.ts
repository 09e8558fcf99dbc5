import { FORMAT_FACTS, formatNames } from '../config/image-formats';
import { refusalOf, type RefusedKindName } from '../config/refused-files';
import type { DecodedImage, ImageFormat, ImageLimits } from './decoded-image';
import { decodeBySharp } from './decode-by-sharp';
import { decodeSmall } from './decode-small';
import { foreignSize, forLibvips, isForeign, type ForeignFormat } from './for-libvips';
import { formatOf } from './image-format';
import { ImageError, refuseTooLarge } from './image-error';
import { toRgb } from './raster';
import { cameraRawKind, refusedKind } from './refused-kind';
import { resample } from './resample';
import { hasThumbnail, thumbnailByLibvips } from './thumbnail';

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
  const refused = format === 'tiff' ? cameraRawKind(file) : undefined;
  if (format === undefined || refused !== undefined) {
    throw new ImageError(
      'UNSUPPORTED_IMAGE',
      describeRefused(refused ?? refusedKind(file), limits.formats),
    );
  }
  if (!limits.formats.includes(format)) {
    throw new ImageError(
      'FORMAT_NOT_ALLOWED',
      `${FORMAT_FACTS[format].name} images are not accepted here, only ${formatNames(limits.formats)}.`,
    );
  }
  const small = await decodeSmall(file, format);
  if (small !== undefined) {
    const { width, height } = small;
    refuseTooLarge(width, height, limits);
    return { pixels: resample(toRgb(small), width, height), format, width, height };
  }
  return isForeign(format)
    ? decodeForeign(file, format, limits)
    : decodeBySharp(file, format, limits);
}

/** The thumbnail is made at once: decoding the file anew would take as long again. */
async function decodeForeign(
  file: Uint8Array,
  format: ForeignFormat,
  limits: ImageLimits,
): Promise<DecodedImage> {
  const { maxPixels, admit } = limits;
  const { width, height } = foreignSize(file, format);
  refuseTooLarge(width, height, limits);
  const leave = await admit?.(width * height);
  try {
    const known = await forLibvips(file, format, limits);
    const image = await decodeBySharp(known.file, known.format, { maxPixels });
    const thumbnail = hasThumbnail(image) ? { thumbnail: await thumbnailByLibvips(known) } : {};
    return { ...image, format, ...thumbnail };
  } finally {
    leave?.();
  }
}

function describeRefused(
  kind: RefusedKindName | undefined,
  formats: readonly ImageFormat[],
): string {
  if (kind !== undefined) return refusalOf(kind);
  return `The file is not an image of a known format (${formatNames(formats)}).`;
}
