/** A picture that is to be classified, as it came. */
export type Picture =
  | {
      readonly kind: 'file';
      /** Cleaned; undefined for bytes that have no name. */
      readonly fileName: string | undefined;
      /** A file of any image format, untrusted. */
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'pixels';
      readonly fileName: string;
      /** uint8, [height, width, 3], RGB, 0-255 */
      readonly pixels: Uint8Array;
      readonly width: number;
      readonly height: number;
    };
