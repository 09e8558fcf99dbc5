/** Labelled images, decoded. */
export interface Dataset {
  /** uint8, [n, 32, 32, 3], RGB, 0-255 */
  readonly images: Uint8Array;
  /** [n], index into `classNames` */
  readonly labels: Uint8Array;
  /** n */
  readonly count: number;
  readonly classNames: readonly string[];
  /** SHA-256 over the images, then the labels, in reading order; hexadecimal. */
  readonly fingerprint: string;
  /** Files that are no usable image, and why. */
  readonly skipped: readonly SkippedFile[];
  /** How many images had another size and were scaled. */
  readonly scaled: number;
  /** One sentence for the card. */
  readonly description: string;
}

export interface SkippedFile {
  readonly name: string;
  readonly reason: string;
}

export type Split = 'train' | 'test';

export interface ReadOptions {
  readonly classNames: readonly string[];
  /** Told after each file; the total is unknown while a tar is read. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

/** A data set that cannot be used; the message says what to mend. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}
