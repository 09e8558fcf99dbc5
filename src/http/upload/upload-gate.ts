import type { Configuration } from '../../config/load';
import { QueueFullError } from '../../inference/errors';
import { diskSpaceOf } from '../../observability/disk-space';
import { AdmissionLine, type AdmittedPlace } from './admission-line';
import { HttpError } from '../kit/errors/http-error';
import { ByteBudget } from './byte-budget';

type Limits = Pick<
  Configuration,
  'MAX_UPLOAD_MEMORY' | 'MAX_UPLOADS_AT_ONCE' | 'MIN_FREE_DISK_MIB' | 'PERSISTENCE_DIR'
>;

/** Batches may have so much of the memory for uploads; the rest is for single pictures. */
const BULK_SHARE = 0.75;
/** Uploads of training data that are decoded and stored at once, while others are received. */
const ADDING_AT_ONCE = 2;
/** Longest an upload waits before it is refused unread. */
const PATIENCE_MS = 2000;
const MAX_WAITING = 100;
const MIB = 1024 * 1024;

/** What all uploads of the process share: made once. */
export class UploadGate {
  /** The memory budget for pictures that are received into memory. */
  readonly memory: ByteBudget;
  readonly #folder: string;
  /** Left free for the history and the log, whatever is uploaded. */
  readonly #reservedBytes: number;
  readonly #receiving: AdmissionLine;
  readonly #adding = new AdmissionLine({
    places: ADDING_AT_ONCE,
    patienceMs: PATIENCE_MS,
    maxWaiting: MAX_WAITING,
  });

  constructor(limits: Limits) {
    const maxBytes = limits.MAX_UPLOAD_MEMORY;
    this.memory = new ByteBudget({ maxBytes, maxBulkBytes: Math.floor(maxBytes * BULK_SHARE) });
    this.#folder = limits.PERSISTENCE_DIR;
    this.#reservedBytes = limits.MIN_FREE_DISK_MIB * MIB;
    this.#receiving = new AdmissionLine({
      places: limits.MAX_UPLOADS_AT_ONCE,
      patienceMs: PATIENCE_MS,
      maxWaiting: MAX_WAITING,
    });
  }

  /**
   * Waits for a turn to receive an upload.
   *
   * @param folder that it goes to
   *
   * @throws {HttpError} UPLOADS_BUSY, or STORAGE_FULL where the disk cannot hold the upload
   */
  async receive(bytes: number, signal: AbortSignal, folder = this.#folder): Promise<AdmittedPlace> {
    const { freeBytes } = await diskSpaceOf(folder);
    if (freeBytes < bytes + this.#reservedBytes) {
      throw new HttpError('STORAGE_FULL', 'The disk of the service has no room for the upload.');
    }
    try {
      return await this.#receiving.enter(signal);
    } catch (cause) {
      if (!(cause instanceof QueueFullError)) throw cause;
      const message = 'Too many uploads are under way; try again shortly.';
      throw new HttpError('UPLOADS_BUSY', message, { cause });
    }
  }

  /** Waits for a turn to add what was received, as long as it takes. */
  add(signal: AbortSignal): Promise<AdmittedPlace> {
    return this.#adding.enterAgain(signal);
  }
}
