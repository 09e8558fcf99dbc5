import type { ImageFormat } from '../config/image-formats';

export type { ImageFormat } from '../config/image-formats';

/** An image as a network wants it. */
export interface DecodedImage {
  /** uint8, [height, width, 3] of the input, RGB, 0-255, in its own ArrayBuffer */
  readonly pixels: Uint8Array;
  readonly format: ImageFormat;
  /** Pixels of the source, after orientation. */
  readonly width: number;
  readonly height: number;
  /**
   * What `makeThumbnail` would make of the file; there where decoding the file anew would be dear.
   */
  readonly thumbnail?: Uint8Array;
}

export interface ImageLimits {
  /** Most pixels (width × height) that are decoded. */
  readonly maxPixels: number;
  readonly formats: readonly ImageFormat[];
  /**
   * Asked when the size of a picture that is not tiny is known, before it is decoded: waits until it
   * may be, or throws why it may not, which is thrown on.
   *
   * @returns to be called when the picture is decoded
   */
  readonly admit?: (pixels: number) => Promise<() => void>;
}
