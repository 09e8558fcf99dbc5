/** Batches of one size. */
export interface BatchSizeCounts {
  readonly batches: number;
  readonly computeMs: number;
}

/** What one version has classified since the start. */
export interface VersionCounts {
  readonly images: number;
  readonly batches: number;
  /** Time that its images waited for their batch, summed over the images, in milliseconds. */
  readonly queueMs: number;
  /** Time that its batches took, in milliseconds. */
  readonly computeMs: number;
  /** The counts by the number of images in a batch. */
  readonly batchSizes: ReadonlyMap<number, BatchSizeCounts>;
}

/** A batch that was classified. */
export interface CountedBatch {
  readonly images: number;
  readonly queueMs: number;
  readonly computeMs: number;
}

/** Counts what was classified, by version. */
export class InferenceCounts {
  readonly #byVersion = new Map<string, CountedVersion>();

  get byVersion(): ReadonlyMap<string, VersionCounts> {
    return this.#byVersion;
  }

  add(version: string, { images, queueMs, computeMs }: CountedBatch): void {
    const counts = this.#byVersion.get(version) ?? new CountedVersion();
    this.#byVersion.set(version, counts);
    counts.images += images;
    counts.batches += 1;
    counts.queueMs += queueMs;
    counts.computeMs += computeMs;
    const { batches, computeMs: before } = counts.batchSizes.get(images) ?? NO_BATCHES;
    counts.batchSizes.set(images, { batches: batches + 1, computeMs: before + computeMs });
  }
}

class CountedVersion implements VersionCounts {
  images = 0;
  batches = 0;
  queueMs = 0;
  computeMs = 0;
  readonly batchSizes = new Map<number, BatchSizeCounts>();
}

const NO_BATCHES: BatchSizeCounts = { batches: 0, computeMs: 0 };
