import type { DecodedImage } from '../../imaging/decoded-image';
import { hasThumbnail, makeThumbnail } from '../../imaging/thumbnail';
import type { Logger } from '../../observability/logger';
import type { Prediction } from '../../store/prediction';
import type {
  ImageTotals,
  PredictionImage,
  PredictionImageStore,
} from '../../store/prediction-images/prediction-image';
import { ThumbnailQueue } from './thumbnail-queue';

export interface PredictionImagesParts {
  readonly store: PredictionImageStore;
  /** false keeps none; those that are kept already go when they are too old. */
  readonly isEnabled: boolean;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

/** What is kept, and what there was no time to keep. */
export interface PredictionImageCounts extends ImageTotals {
  readonly droppedImages: number;
  readonly droppedThumbnails: number;
}

/** How often those that are too old are removed while no new ones come. */
const PRUNE_INTERVAL_MS = 10 * 60_000;

/**
 * The images that predictions were made of, so that people can look at them and say what they
 * show. A prediction never waits for its image to be kept.
 */
export class PredictionImages {
  readonly #parts: PredictionImagesParts;
  readonly #thumbnails: ThumbnailQueue;
  readonly #timer: NodeJS.Timeout;

  constructor(parts: PredictionImagesParts) {
    const { store, logger, monotonicMs } = parts;
    this.#parts = parts;
    this.#thumbnails = new ThumbnailQueue({
      monotonicMs,
      make: async (id, bytes, source) =>
        store.addThumbnail(id, source === 'file' ? await makeThumbnail(bytes) : bytes),
      onError: (error) => logger.debug('a thumbnail was not made', { error }),
    });
    this.#timer = setInterval(() => void this.prune(), PRUNE_INTERVAL_MS).unref();
  }

  /** Keeps the file that a prediction was made of, some time later. Never throws. */
  keep(
    { id, createdAt, confidence }: Prediction,
    image: Pick<DecodedImage, 'format' | 'width' | 'height' | 'thumbnail'>,
    file: Uint8Array,
  ): void {
    if (!this.#parts.isEnabled) return;
    const { format, width, height } = image;
    this.#parts.store.keep({
      predictionId: id,
      createdAt,
      confidence,
      file,
      format,
      width,
      height,
    });
    if (!hasThumbnail(image)) return;
    if (image.thumbnail === undefined) this.#thumbnails.add(id, file);
    else this.#thumbnails.add(id, image.thumbnail, 'thumbnail');
  }

  /** Resolves when what was kept is on disk, or could not be written and is queued. */
  recorded(): Promise<void> {
    return this.#parts.store.recorded();
  }

  find(predictionId: string): Promise<PredictionImage | undefined> {
    return this.#parts.store.find(predictionId);
  }

  /** The file that a prediction was made of; undefined where an earlier release has kept none. */
  file(predictionId: string): Promise<Uint8Array | undefined> {
    return this.#parts.store.file(predictionId);
  }

  /** Which of these predictions have their image kept. */
  kept(predictionIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#parts.store.kept(predictionIds);
  }

  /** Writes what is queued; what the disk refuses stays queued. */
  async flush(): Promise<void> {
    await this.#parts.store.flush().catch(() => undefined);
  }

  async counts(): Promise<PredictionImageCounts> {
    return {
      ...(await this.#parts.store.totals()),
      droppedImages: this.#parts.store.dropped,
      droppedThumbnails: this.#thumbnails.dropped,
    };
  }

  /** Removes what is too old or too much. Never throws. */
  async prune(): Promise<void> {
    const { store, now, logger } = this.#parts;
    try {
      await store.prune(now().getTime());
    } catch (error) {
      logger.warn('old images of predictions were not removed', { error });
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#thumbnails.close();
    await this.#parts.store.close();
  }
}
