import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { blobBytes } from '../blob-bytes';
import type { HistoryTables } from '../history-tables';
import { untilNotBusy } from '../until-not-busy';
import { WriteQueue, type StoreLog } from '../write-queue';
import type {
  ImageRetention,
  ImageTotals,
  NewPredictionImage,
  PredictionImage,
  PredictionImageStore,
} from './prediction-image';
import { insertImages, readTotals, removeOldest, updateThumbnail } from './write-images';

export interface PredictionImageStoreOptions {
  readonly log: StoreLog;
  readonly retention: ImageRetention;
  /** From an image to its writing, together with those that came meanwhile. Default: 250 ms. */
  readonly writeDelayMs?: number;
  /** Images kept in memory while they are not written, 3 KB each. Default: 4096. */
  readonly maxUnwritten?: number;
}

const MAX_RETRY_DELAY_MS = 5000;
/** A batch blocks the event loop: some 2 ms for so many. */
const MAX_BATCH = 32;
const WRITE_TRIES = 20;

/**
 * The images of predictions in a database.
 *
 * @example
 * const images = predictionImageStore(database, { log, retention: { maxAgeMs, maxBytes } });
 * images.keep({ predictionId, createdAt, confidence, sampleId, pixels });
 * await images.close();
 */
export function predictionImageStore(
  database: Kysely<HistoryTables>,
  options: PredictionImageStoreOptions,
): PredictionImageStore {
  return new SqlPredictionImageStore(database, options);
}

class SqlPredictionImageStore implements PredictionImageStore {
  readonly #database: Kysely<HistoryTables>;
  readonly #retention: ImageRetention;
  readonly #queue: WriteQueue<NewPredictionImage>;

  constructor(database: Kysely<HistoryTables>, options: PredictionImageStoreOptions) {
    this.#database = database;
    this.#retention = options.retention;
    this.#queue = new WriteQueue<NewPredictionImage>({
      what: 'the store of prediction images',
      write: (images) => insertImages(database, images, options.retention),
      log: options.log,
      delayMs: options.writeDelayMs ?? 250,
      maxRetryDelayMs: MAX_RETRY_DELAY_MS,
      maxBatch: MAX_BATCH,
      maxItems: options.maxUnwritten ?? 4096,
      whenFull: 'drop-oldest',
    });
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  keep(image: NewPredictionImage): void {
    this.#queue.add(image);
  }

  flush(): Promise<void> {
    return this.#queue.flush();
  }

  async addThumbnail(predictionId: string, thumbnail: Uint8Array): Promise<void> {
    await this.flush();
    await untilNotBusy(WRITE_TRIES, () => updateThumbnail(this.#database, predictionId, thumbnail));
  }

  async find(predictionId: string): Promise<PredictionImage | undefined> {
    const queued = this.#queue.pending.find((image) => image.predictionId === predictionId);
    if (queued !== undefined) {
      return { sampleId: queued.sampleId, pixels: queued.pixels, thumbnail: null };
    }
    const row = await this.#database
      .selectFrom('prediction_images')
      .select(['sample_id', 'pixels', 'thumbnail'])
      .where('prediction_id', '=', predictionId)
      .executeTakeFirst();
    return (
      row && {
        sampleId: row.sample_id,
        pixels: blobBytes(row.pixels),
        thumbnail: row.thumbnail && blobBytes(row.thumbnail),
      }
    );
  }

  async kept(predictionIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (predictionIds.length === 0) return new Set();
    const rows = await this.#database
      .selectFrom('prediction_images')
      .select('prediction_id')
      .where('prediction_id', 'in', predictionIds)
      .execute();
    const wanted = new Set(predictionIds);
    const queued = this.#queue.pending.map((image) => image.predictionId);
    return new Set([
      ...rows.map((row) => row.prediction_id),
      ...queued.filter((id) => wanted.has(id)),
    ]);
  }

  totals(): Promise<ImageTotals> {
    return readTotals(this.#database);
  }

  async prune(at: number): Promise<void> {
    const { maxAgeMs, maxBytes } = this.#retention;
    const limits = { maxBytes, before: at - maxAgeMs };
    const removeSome = (): Promise<boolean> =>
      this.#database.transaction().execute((transaction) => removeOldest(transaction, limits));
    while (await untilNotBusy(WRITE_TRIES, removeSome)) await nextTurn();
  }

  async close(): Promise<void> {
    try {
      await untilNotBusy(WRITE_TRIES, () => this.#queue.flush());
    } finally {
      this.#queue.close();
    }
  }
}
