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
