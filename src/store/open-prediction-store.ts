import type { Kysely } from 'kysely';
import { readActivity, type Activity } from './activity';
import { readStatistics } from './class-totals';
import type { HistoryTables } from './history-tables';
import { insertPredictions } from './insert-predictions';
import { openHistoryDatabase } from './open-history-database';
import type {
  Prediction,
  PredictionFilter,
  PredictionOrder,
  PredictionPage,
  PredictionStatistics,
  PredictionStore,
} from './prediction';
import { findPrediction, listPredictions, listUncertain } from './read-predictions';
import { storageProblem, withStorableText } from './storable';
import { untilNotBusy } from './until-not-busy';
import { WriteQueue, type StoreLog } from './write-queue';

export interface PredictionQueueOptions {
  readonly log: StoreLog;
  /** From a prediction to its writing, together with those that came meanwhile. Default: 250 ms. */
  readonly writeDelayMs?: number;
  /** Predictions kept in memory while the disk refuses them, about 1 KB each. Default: 100,000. */
  readonly maxUnwritten?: number;
}

export interface PredictionStoreOptions extends PredictionQueueOptions {
  /** Folder of `history.sqlite`; created where it is missing. */
  readonly directory: string;
}

const MAX_RETRY_DELAY_MS = 5000;
/** A batch blocks the event loop: some 2 ms for so many. */
const MAX_BATCH = 100;
/** Of writing at the end, while another process holds the lock: one or two seconds. */
const CLOSING_TRIES = 20;

/**
 * Opens the history in `<directory>/history.sqlite`. Several processes may have it open.
 *
 * @example
 * const store = await openPredictionStore({ directory: config.PERSISTENCE_DIR, log: logger });
 * store.record(prediction);
 * await store.close();
 *
 * @throws {HistoryDatabaseError} if the file cannot be opened or migrated
 */
export async function openPredictionStore(
  options: PredictionStoreOptions,
): Promise<PredictionStore> {
  return predictionStore(await openHistoryDatabase(options.directory), options);
}

/**
 * The history in a database that is open already, which closes with it. A process opens its
 * database once and gives it to every store: two connections of one process would block each other.
 */
export function predictionStore(
  database: Kysely<HistoryTables>,
  options: PredictionQueueOptions,
): PredictionStore {
  return new SqlPredictionStore(database, options);
}

class SqlPredictionStore implements PredictionStore {
  readonly #database: Kysely<HistoryTables>;
  readonly #log: StoreLog;
  readonly #queue: WriteQueue<Prediction>;

  constructor(database: Kysely<HistoryTables>, options: PredictionQueueOptions) {
    this.#database = database;
    this.#log = options.log;
    this.#queue = new WriteQueue<Prediction>({
      what: 'history',
      whenFull: 'drop-newest',
      write: (predictions) => insertPredictions(database, predictions),
      log: options.log,
      delayMs: options.writeDelayMs ?? 250,
      maxRetryDelayMs: MAX_RETRY_DELAY_MS,
      maxBatch: MAX_BATCH,
      maxItems: options.maxUnwritten ?? 100_000,
    });
  }

  record(prediction: Prediction): void {
    const problem = storageProblem(prediction);
    if (problem === undefined) this.#queue.add(withStorableText(prediction));
    else this.#log.error('a prediction cannot be stored', { id: prediction.id, problem });
  }

  flush(): Promise<void> {
    return this.#queue.flush();
  }

  async find(id: string): Promise<Prediction | undefined> {
    const queued = this.#queue.pending.find((prediction) => prediction.id === id);
    return queued ?? findPrediction(this.#database, id);
  }

  async list(
    filter: PredictionFilter,
    limit: number,
    cursor?: string,
    order: PredictionOrder = 'time',
  ): Promise<PredictionPage> {
    await this.#flushForReading();
    const read = order === 'time' ? listPredictions : listUncertain;
    return read(this.#database, filter, limit, cursor);
  }

  async statistics(): Promise<PredictionStatistics> {
    await this.#flushForReading();
    return readStatistics(this.#database);
  }

  async activity(since: number): Promise<Activity> {
    await this.#flushForReading();
    return readActivity(this.#database, since);
  }

  async close(): Promise<void> {
    try {
      await untilNotBusy(CLOSING_TRIES, () => this.#queue.flush());
    } finally {
      this.#queue.close();
      await this.#database.destroy();
    }
  }

  /** Readers see what was queued. A disk that refuses it is no reason to refuse them the rest. */
  async #flushForReading(): Promise<void> {
    await this.#queue.flush().catch(() => undefined);
  }
}
