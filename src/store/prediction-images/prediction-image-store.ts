import {
  CLOSING_WAIT_MS,
  WRITE_INTERVAL_MS,
  WriteQueue,
  type QueueTelemetry,
  type StoreLog,
} from '../write-queue';
import type {
  ImageRetention,
  ImageTotals,
  NewPredictionImage,
  PredictionImage,
  PredictionImageStore,
  StoredImages,
} from './prediction-image';

export interface PredictionImageStoreOptions {
  readonly log: StoreLog;
  /** Default: nobody listens. */
  readonly telemetry?: QueueTelemetry | undefined;
  readonly retention: ImageRetention;
  /** Between the beginnings of two writes, in milliseconds. Default: 10. */
  readonly writeDelayMs?: number;
  /** Images kept in memory while they are not written. Default: 4096. */
  readonly maxUnwritten?: number;
  /** Bytes of their files. Default: 64 MiB. */
  readonly maxUnwrittenBytes?: number;
}

const MAX_RETRY_DELAY_MS = 5000;
const MAX_BATCH = 64;
/** Of one transaction: whoever wants to write meanwhile waits some hundredths of a second. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const MAX_UNWRITTEN_BYTES = 64 * 1024 * 1024;

/**
 * The images of predictions, with a queue of those that are not written yet.
 *
 * @example
 * const images = predictionImageStore(storage.images, { log, retention: { maxAgeMs, maxBytes } });
 * images.keep({ predictionId, createdAt, confidence, file, format, width, height });
 * await images.close();
 */
export function predictionImageStore(
  stored: StoredImages,
  options: PredictionImageStoreOptions,
): PredictionImageStore {
  return new QueuedPredictionImageStore(stored, options);
}

class QueuedPredictionImageStore implements PredictionImageStore {
  readonly #stored: StoredImages;
  readonly #retention: ImageRetention;
  readonly #queue: WriteQueue<NewPredictionImage>;

  constructor(stored: StoredImages, options: PredictionImageStoreOptions) {
    this.#stored = stored;
    this.#retention = options.retention;
    this.#queue = new WriteQueue<NewPredictionImage>({
      what: 'the store of prediction images',
      queue: 'prediction_images',
      telemetry: options.telemetry,
      write: (images) => stored.insert(images, options.retention.maxBytes),
      log: options.log,
      delayMs: options.writeDelayMs ?? WRITE_INTERVAL_MS,
      writesAtOnce: true,
      maxRetryDelayMs: MAX_RETRY_DELAY_MS,
      maxBatch: MAX_BATCH,
      maxItems: options.maxUnwritten ?? 4096,
      bytes: {
        of: ({ file }) => file.length,
        maxBatch: MAX_BATCH_BYTES,
        max: options.maxUnwrittenBytes ?? MAX_UNWRITTEN_BYTES,
      },
      whenFull: 'drop-oldest',
    });
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  keep(image: NewPredictionImage): void {
    this.#queue.add(image);
  }

  recorded(): Promise<void> {
    return this.#queue.tried();
  }

  flush(): Promise<void> {
    return this.#queue.flush();
  }

  async addThumbnail(predictionId: string, thumbnail: Uint8Array): Promise<void> {
    await this.flush();
    await this.#stored.addThumbnail(predictionId, thumbnail);
  }

  async find(predictionId: string): Promise<PredictionImage | undefined> {
    const queued = this.#queue.pending.find((image) => image.predictionId === predictionId);
    if (queued === undefined) return this.#stored.find(predictionId);
    const { format, width, height } = queued;
    return { format, width, height, thumbnail: null };
  }

  async file(predictionId: string): Promise<Uint8Array | undefined> {
    const queued = this.#queue.pending.find((image) => image.predictionId === predictionId);
    return queued === undefined ? this.#stored.file(predictionId) : queued.file;
  }

  async kept(predictionIds: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = new Set(predictionIds);
    const queued = this.#queue.pending.map((image) => image.predictionId);
    return new Set([
      ...(await this.#stored.kept(predictionIds)),
      ...queued.filter((id) => wanted.has(id)),
    ]);
  }

  totals(): Promise<ImageTotals> {
    return this.#stored.totals();
  }

  async prune(at: number): Promise<void> {
    const { maxAgeMs, maxBytes } = this.#retention;
    while (await this.#stored.prune({ maxBytes, before: at - maxAgeMs }));
  }

  async close(): Promise<void> {
    await this.#queue.end(CLOSING_WAIT_MS);
  }
}
