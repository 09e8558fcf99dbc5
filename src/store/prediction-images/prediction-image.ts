/** The image of a prediction, to be kept. */
export interface NewPredictionImage {
  readonly predictionId: string;
  /** The prediction's, milliseconds since the epoch. */
  readonly createdAt: number;
  /** The prediction's, 0-1. */
  readonly confidence: number;
  /** As it came. */
  readonly file: Uint8Array;
  /** Of the file: one of `IMAGE_FORMATS`. */
  readonly format: string;
  /** Pixels of the file. */
  readonly width: number;
  readonly height: number;
}

/** The image of a prediction, without its file. */
export type PredictionImage = {
  /** WebP; null for an image that is no larger than 32×32, and until it is made. */
  readonly thumbnail: Uint8Array | null;
} & (
  | { readonly format: string; readonly width: number; readonly height: number }
  /** Of an earlier release, which kept no file: the id that it gave a sample of these pixels. */
  | {
      readonly format: null;
      readonly formerId: string;
      /** uint8, [32, 32, 3], RGB */
      readonly pixels: Uint8Array;
    }
);

/** What is kept at the most; the oldest go first. */
export interface ImageRetention {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

export interface ImageTotals {
  readonly images: number;
  readonly bytes: number;
}

/** What may stay of the images; those that are older or beyond it go. */
export interface ImageBounds {
  readonly maxBytes?: number;
  /** Milliseconds since the epoch. */
  readonly before?: number;
}

/** The images of predictions that are on disk. */
export interface StoredImages {
  /**
   * Writes all of them or none, and removes the oldest beyond the space there is. One that is larger
   * than all that space is not written.
   */
  insert(images: readonly NewPredictionImage[], maxBytes: number): Promise<void>;
  /** Adds a thumbnail to an image that is there; does nothing for another one. */
  addThumbnail(predictionId: string, thumbnail: Uint8Array): Promise<void>;
  find(predictionId: string): Promise<PredictionImage | undefined>;
  /** @returns undefined where there is none, as of an image that an earlier release has kept */
  file(predictionId: string): Promise<Uint8Array | undefined>;
  /** Which of these predictions have their image kept. */
  kept(predictionIds: readonly string[]): Promise<ReadonlySet<string>>;
  totals(): Promise<ImageTotals>;
  /** Removes some of the oldest. @returns whether there may be more to remove */
  prune(bounds: ImageBounds): Promise<boolean>;
}

/** The images of predictions, for as long as they are kept. */
export interface PredictionImageStore {
  /** Queues an image, to be written at once unless there are too many. Never throws. */
  keep(image: NewPredictionImage): void;
  /** As {@link PredictionStore.recorded}, for what was kept. */
  recorded(): Promise<void>;
  /** Writes what is queued now. */
  flush(): Promise<void>;
  /** Adds the thumbnail of an image that is kept; does nothing for another one. */
  addThumbnail(predictionId: string, thumbnail: Uint8Array): Promise<void>;
  find(predictionId: string): Promise<PredictionImage | undefined>;
  /** @returns undefined where there is none, as of an image that an earlier release has kept */
  file(predictionId: string): Promise<Uint8Array | undefined>;
  /** Which of these predictions have their image kept. */
  kept(predictionIds: readonly string[]): Promise<ReadonlySet<string>>;
  totals(): Promise<ImageTotals>;
  /** Removes what is too old or too much at this time, in milliseconds since the epoch. */
  prune(at: number): Promise<void>;
  /** Images that were not kept because there were too many at once. */
  readonly dropped: number;
  /** Writes what is queued, and takes no more. */
  close(): Promise<void>;
}
