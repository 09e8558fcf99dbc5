/**
 * What one request may make the service decode. A file of a kilobyte can stand for fifty megapixels,
 * and a batch or an archive holds many of them, so that neither bytes nor files bound the work.
 *
 * Larger uploads get more: photographs have at most so many pixels a byte.
 */
export class PixelBudget {
  readonly #most: number;
  #spent = 0;

  /**
   * @param basis pixels that every request may have
   * @param bytes of all files of the request
   */
  constructor(basis: number, bytes = 0) {
    this.#most = basis + bytes * PIXELS_PER_BYTE;
  }

  /** @throws {PixelBudgetError} when the pictures together have too many pixels */
  charge(pixels: number): void {
    this.#spent += pixels;
    if (this.#spent > this.#most) throw new PixelBudgetError(this.#most);
  }
}

/** A photograph of quality 50 has about 10. */
const PIXELS_PER_BYTE = 16;
const MEGA = 1_000_000;

/** All pictures of a request together have too many pixels. */
export class PixelBudgetError extends Error {
  override readonly name = 'PixelBudgetError';

  /** The message is a sentence for the client. */
  constructor(most: number) {
    super(`All pictures together have more than ${Math.floor(most / MEGA)} megapixels.`);
  }
}
