import type { ImageErrorCode } from '../image-error';

/** What the decoder thread is asked: pixels of a picture, or whether a JPEG has all of its own. */
export interface DecoderCall {
  readonly kind: 'heic' | 'bmp' | 'whole-jpeg';
  readonly file: Uint8Array<ArrayBuffer>;
  readonly maxPixels: number;
  /** The colour profile of a picture that carries none. */
  readonly profile?: Uint8Array | undefined;
}

/** One for each call, in the order of the calls. */
export type DecoderAnswer =
  /** An uncompressed TIFF, which libvips reads. */
  | { readonly kind: 'picture'; readonly file: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'is-whole'; readonly isWhole: boolean }
  | { readonly kind: 'refused'; readonly code: ImageErrorCode; readonly message: string }
  /** The decoder itself is broken; the thread ends. */
  | { readonly kind: 'failed'; readonly reason: string };
