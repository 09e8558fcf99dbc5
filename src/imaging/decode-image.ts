import { FORMAT_FACTS, formatNames } from '../config/image-formats';
import type { InputSpec } from '../config/input-spec';
import { refusalOf, type RefusedKindName } from '../config/refused-files';
import type { DecodedImage, ImageFormat, ImageLimits } from './decoded-image';
import { decodeBySharp } from './decode-by-sharp';
import { decodeSmall } from './decode-small';
import { foreignSize, forLibvips, isForeign, type ForeignFormat } from './for-libvips';
import { formatOf } from './image-format';
import { fitPixels } from './fit';
import { ImageError, refuseTooLarge } from './image-error';
import { toRgb } from './raster';
import { cameraRawKind, refusedKind } from './refused-kind';
import { resample } from './resample';
import { isResampledHere } from './small-image';
import { hasThumbnail, thumbnailByLibvips } from './thumbnail';

/**
 * Turns the bytes of an image file into what a network takes. The format is told by content, never by
 * name.
 *
 * @param input of the version that is to answer
 * @throws {ImageError} for anything that is not an image within the limits
 *
 * @example
 * const limits = { maxPixels: 50e6, formats: ['jpeg', 'png'] } as const;
 * const { pixels } = await decodeImage(file, limits, version.card.input);
 */
export async function decodeImage(
  file: Uint8Array,
  limits: ImageLimits,
  input: InputSpec,
): Promise<DecodedImage> {
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
    const pixels = isResampledHere(width * height, input)
      ? resample(toRgb(small), width, height, input)
      : await fitPixels(toRgb(small), width, height, input);
    return { pixels, format, width, height };
  }
  return isForeign(format)
    ? decodeForeign(file, format, limits, input)
    : decodeBySharp(file, format, limits, input);
}

/** The thumbnail is made at once: decoding the file anew would take as long again. */
async function decodeForeign(
  file: Uint8Array,
  format: ForeignFormat,
  limits: ImageLimits,
  input: InputSpec,
): Promise<DecodedImage> {
  const { maxPixels, admit } = limits;
  const { width, height } = foreignSize(file, format);
  refuseTooLarge(width, height, limits);
  const leave = await admit?.(width * height);
  try {
    const known = await forLibvips(file, format, limits);
    const image = await decodeBySharp(known.file, known.format, { maxPixels }, input);
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
