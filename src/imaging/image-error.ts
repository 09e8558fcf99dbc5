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

/** The refusal of a picture by its size, which is known before it is decoded. */
export function tooManyPixels(
  width: number,
  height: number,
  { maxPixels }: ImageLimits,
): ImageError {
  return new ImageError(
    'IMAGE_TOO_LARGE',
    `The image has ${width}×${height} pixels; at most ${maxPixels} are accepted.`,
  );
}
