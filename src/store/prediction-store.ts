import type { Activity } from './activity';
import type {
  HistoryRetention,
  Prediction,
  PredictionFilter,
  PredictionOrder,
  PredictionPage,
  PredictionStatistics,
  PredictionStore,
  StoredPredictions,
} from './prediction';
import { storageProblem, withStorableText } from './storable';
import {
  CLOSING_WAIT_MS,
  WRITE_INTERVAL_MS,
  WriteQueue,
  type QueueTelemetry,
  type StoreLog,
} from './write-queue';

export interface PredictionStoreOptions {
  readonly log: StoreLog;
  /** Default: nobody listens. */
  readonly telemetry?: QueueTelemetry | undefined;
  /** Between the beginnings of two writes, in milliseconds. Default: 10. */
  readonly writeDelayMs?: number;
  /** Predictions kept in memory while the disk refuses them, about 1 KB each. Default: 100,000. */
  readonly maxUnwritten?: number;
  /** How long closing goes on trying to write, in milliseconds. Default: 7,000. */
  readonly closingWaitMs?: number;
}

const MAX_RETRY_DELAY_MS = 5000;
const MAX_BATCH = 250;
/** Predictions that one query looks at: a few milliseconds, and then some ten. */
const FIRST_LOOK = 500;
const LATER_LOOKS = 5000;
/** A page looks at 200,000 predictions at the most; whoever wants to look further asks again. */
const MAX_LOOKS = 40;

/**
 * The history of predictions, with a queue of those that are not written yet.
 *
 * @example
 * const predictions = predictionStore(storage.predictions, { log: logger });
 * predictions.record(prediction);
 * await predictions.recorded();
 */
export function predictionStore(
  stored: StoredPredictions,
  options: PredictionStoreOptions,
): PredictionStore {
  return new QueuedPredictionStore(stored, options);
}

class QueuedPredictionStore implements PredictionStore {
  readonly #stored: StoredPredictions;
  readonly #log: StoreLog;
  readonly #queue: WriteQueue<Prediction>;
  readonly #closingWaitMs: number;

  constructor(stored: StoredPredictions, options: PredictionStoreOptions) {
    this.#stored = stored;
    this.#log = options.log;
    this.#closingWaitMs = options.closingWaitMs ?? CLOSING_WAIT_MS;
    this.#queue = new WriteQueue<Prediction>({
      what: 'history',
      whenFull: 'drop-newest',
      write: (predictions) => stored.insert(predictions),
      log: options.log,
      telemetry: options.telemetry,
      delayMs: options.writeDelayMs ?? WRITE_INTERVAL_MS,
      writesAtOnce: true,
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

  recorded(): Promise<void> {
    return this.#queue.tried();
  }

  flush(): Promise<void> {
    return this.#queue.flush();
  }

  async find(id: string): Promise<Prediction | undefined> {
    const queued = this.#queue.pending.find((prediction) => prediction.id === id);
    return queued ?? this.#stored.find(id);
  }

  async list(
    filter: PredictionFilter,
    limit: number,
    cursor?: string,
    order: PredictionOrder = 'time',
    signal?: AbortSignal,
  ): Promise<PredictionPage> {
    await this.#flushForReading();
    const predictions: Prediction[] = [];
    let next = cursor;
    for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
      signal?.throwIfAborted();
      const page = await this.#stored.look(order, {
        filter,
        limit: limit - predictions.length,
        cursor: next,
        most: looks === 0 ? FIRST_LOOK : LATER_LOOKS,
      });
      predictions.push(...page.predictions);
      if (page.nextCursor === null) return { predictions, nextCursor: null };
      next = page.nextCursor;
      if (predictions.length === limit) break;
    }
    return { predictions, nextCursor: next ?? null };
  }

  async statistics(): Promise<PredictionStatistics> {
    await this.#flushForReading();
    return this.#stored.statistics();
  }

  async activity(since: number): Promise<Activity> {
    await this.#flushForReading();
    return this.#stored.activity(since);
  }

  async prune({ before = 0, maxRows }: HistoryRetention): Promise<void> {
    const oldest = maxRows === undefined ? undefined : await this.#stored.timeOfNewest(maxRows);
    const limit = Math.max(before, oldest ?? 0);
    if (limit === 0) return; // nothing is older, and looking for it would take the write lock
    while (await this.#stored.prune(limit));
  }

  async close(): Promise<void> {
    await this.#queue.end(this.#closingWaitMs);
  }

  /** Readers see what was queued. A disk that refuses it is no reason to refuse them the rest. */
  async #flushForReading(): Promise<void> {
    await this.#queue.flush().catch(() => undefined);
  }
}
