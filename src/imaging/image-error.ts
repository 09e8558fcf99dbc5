import type { ImageLimits } from './decoded-image';

/** Why an image is refused; the codes are part of the API. */
export type ImageErrorCode =
  'EMPTY_FILE' | 'UNSUPPORTED_IMAGE' | 'FORMAT_NOT_ALLOWED' | 'IMAGE_TOO_LARGE' | 'CORRUPT_IMAGE';

/** An image that cannot be decoded, by the fault of whoever sent it. */
export class ImageError extends Error {
  override readonly name = 'ImageError';

  /** @param message one sentence for the client */
  constructor(
    readonly code: ImageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Only a PNG can have longer sides, which libvips may not be able to shrink at once. */
const MAX_SIDE = 65_535;

/**
 * Judges a picture by its size, which is known before it is decoded.
 *
 * @throws {ImageError} IMAGE_TOO_LARGE
 */
export function refuseTooLarge(
  width: number,
  height: number,
  { maxPixels }: Pick<ImageLimits, 'maxPixels'>,
): void {
  if (width * height <= maxPixels && Math.max(width, height) <= MAX_SIDE) return;
  const limit =
    width * height > maxPixels ? `at most ${maxPixels} are` : `no side over ${MAX_SIDE} is`;
  throw new ImageError(
    'IMAGE_TOO_LARGE',
    `The image has ${width}×${height} pixels; ${limit} accepted.`,
  );
}
