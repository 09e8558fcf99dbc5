import type { Split } from '../store/samples/sample';

/** A labelled image as it lies on disk, from which every network's input is derived. */
export interface LabelledOriginal {
  /** As the store knows it; the SHA-256 of the file unless an earlier release has stored it. */
  readonly id: string;
  /** Name of the class. */
  readonly label: string;
  readonly split: Split;
  /** Kept out of training, to judge versions by. */
  readonly heldOut: boolean;
  /** Path of the file as it came. */
  readonly file: string;
}

/** A labelled image as training sees it. */
export interface LabelledSample {
  readonly id: string;
  /** Name of the class. */
  readonly label: string;
  /** uint8, [32, 32, 3], RGB */
  readonly pixels: Uint8Array;
  /** Kept out of training, to judge versions by. */
  readonly heldOut: boolean;
}
