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

export interface PredictionStatistics {
  readonly total: number;
  /** null while there are no predictions */
  readonly averageConfidence: number | null;
  readonly minConfidence: number | null;
  readonly maxConfidence: number | null;
  readonly averageDurationMs: number | null;
  readonly perClass: Readonly<Record<string, number>>;
}

/** The history of predictions. */
export interface PredictionStore {
  /** Queues a prediction; it is on disk within a second. Never throws. */
  record(prediction: Prediction): void;
  /** Writes what is queued now. */
  flush(): Promise<void>;
  find(id: string): Promise<Prediction | undefined>;
  /** @throws {InvalidCursorError} for a cursor this store did not give */
  list(
    filter: PredictionFilter,
    limit: number,
    cursor?: string,
    order?: PredictionOrder,
  ): Promise<PredictionPage>;
  /** Over all history, computed by SQL. */
  statistics(): Promise<PredictionStatistics>;
  /** @param since milliseconds since the epoch */
  activity(since: number): Promise<Activity>;
  /** Flushes and closes the database. */
  close(): Promise<void>;
}
