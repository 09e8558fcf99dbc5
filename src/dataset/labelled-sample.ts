/** A labelled image as training sees it. */
export interface LabelledSample {
  /** SHA-256 of the pixels, hexadecimal. */
  readonly id: string;
  /** Name of the class. */
  readonly label: string;
  /** uint8, [32, 32, 3], RGB */
  readonly pixels: Uint8Array;
  /** Kept out of training, to judge versions by: a stable tenth, chosen by the id. */
  readonly heldOut: boolean;
}
