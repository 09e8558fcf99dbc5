import type { Activity } from './activity';
/** What a person said of a prediction. */
export interface Feedback {
  readonly verdict: 'correct' | 'wrong';
  /** The right class. */
  readonly label: string;
  /** The sample that the image became. */
  readonly sampleId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One prediction in the history. */
export interface Prediction {
  /** UUIDv7: sorts by time. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /**
   * Its place in the history, where the clock had been set back before it was made: later than
   * `createdAt`. Absent where that is its place.
   */
  readonly place?: number;
  readonly fileName: string;
  readonly predictedClass: string;
  readonly predictedClassIndex: number;
  /** 0-1 */
  readonly confidence: number;
  /** From the arrival of the image to the result, in milliseconds. */
  readonly durationMs: number;
  readonly modelVersion: string;
  readonly allProbabilities: Readonly<Record<string, number>>;
  /** It looked like none of the classes; false where nobody looked. */
  readonly uncertain: boolean;
  /** Absent while nobody has said anything of it. */
  readonly feedback?: Feedback;
}

export interface PredictionFilter {
  readonly predictedClass?: string;
  /** Inclusive, milliseconds since the epoch. */
  readonly from?: number;
  /** Exclusive, milliseconds since the epoch. */
  readonly to?: number;
  readonly feedback?: Feedback['verdict'] | 'none';
  readonly modelVersion?: string;
  /** Inclusive, 0-1. */
  readonly minConfidence?: number;
  /** Inclusive, 0-1. */
  readonly maxConfidence?: number;
  /** Whether it looked like none of the classes. */
  readonly uncertain?: boolean;
  /**
   * Part of the file's name, in any case of ASCII letters, or the whole id; looked for in the
   * newest 50,000 before `to`, so that no question takes long.
   */
  readonly search?: string;
}

/**
 * `time`: newest first. `uncertainty`: what is most worth labelling, the least confident first; only
 * predictions whose image is kept and is no sample yet, and of one image only the newest.
 */
export type PredictionOrder = 'time' | 'uncertainty';

export interface PredictionPage {
  readonly predictions: readonly Prediction[];
  /** Give it back to get the next page; null on the last one. */
  readonly nextCursor: string | null;
}

/** A question about the history that takes no longer than looking at so many predictions. */
export interface PredictionLook {
  readonly filter: PredictionFilter;
  /** Most predictions of the page. */
  readonly limit: number;
  /** Where to begin; undefined at the beginning. */
  readonly cursor: string | undefined;
  /** Predictions that are looked at. */
  readonly most: number;
}

/** What of the history stays; what is absent sets no limit. */
export interface HistoryRetention {
  /** Predictions made before this time go, in milliseconds since the epoch. */
  readonly before?: number;
  /** So many stay, the newest ones. */
  readonly maxRows?: number;
}

export interface PredictionStatistics {
  readonly total: number;
  /** null while there are no predictions */
  readonly averageConfidence: number | null;
  readonly minConfidence: number | null;
  readonly maxConfidence: number | null;
  readonly averageDurationMs: number | null;
  readonly perClass: Readonly<Record<string, number>>;
}

/** The predictions that are on disk. */
export interface StoredPredictions {
  /** Writes all of them or none. @returns how many were new */
  insert(predictions: readonly Prediction[]): Promise<number>;
  find(id: string): Promise<Prediction | undefined>;
  /**
   * @returns a page that may not be full although there is more, see {@link PredictionLook}
   * @throws {InvalidCursorError} for a cursor that no page of this order gave
   */
  look(order: PredictionOrder, look: PredictionLook): Promise<PredictionPage>;
  statistics(): Promise<PredictionStatistics>;
  activity(since: number): Promise<Activity>;
  /** @returns when the oldest of the newest so many was made; undefined where there are fewer */
  timeOfNewest(count: number): Promise<number | undefined>;
  /** Removes some of those made before a time. @returns whether there may be more to remove */
  prune(before: number): Promise<boolean>;
}

/** The history of predictions. */
export interface PredictionStore {
  /**
   * Queues a prediction, to be written at once together with those that come meanwhile. Never
   * throws.
   */
  record(prediction: Prediction): void;
  /**
   * Resolves when what was recorded is on disk, where every instance finds it; or when the disk
   * refused it, and it will be tried again. Never rejects.
   */
  recorded(): Promise<void>;
  /** Writes what is queued now. @throws {StorageError} when that is not possible now */
  flush(): Promise<void>;
  find(id: string): Promise<Prediction | undefined>;
  /**
   * A page. Where few predictions of a long history fit the filter, it stops after looking at some
   * hundred thousand: the page is not full then, and there is a cursor to look further.
   *
   * @param signal ends the search, for a client that has gone
   * @throws {InvalidCursorError} for a cursor this store did not give
   */
  list(
    filter: PredictionFilter,
    limit: number,
    cursor?: string,
    order?: PredictionOrder,
    signal?: AbortSignal,
  ): Promise<PredictionPage>;
  /** Over all history, computed by SQL. */
  statistics(): Promise<PredictionStatistics>;
  /** @param since milliseconds since the epoch */
  activity(since: number): Promise<Activity>;
  /**
   * Removes what may not stay, in small steps. Totals go on counting what is removed.
   *
   * @throws {StorageError} when that is not possible now
   */
  prune(retention: HistoryRetention): Promise<void>;
  /** Writes what is queued, and takes no more. @throws {StorageError} what could not be written */
  close(): Promise<void>;
}
