/** A version: another one that is given the same name later has another identity. */
export interface DriftVersion {
  readonly name: string;
  /** The identity of what it computes. */
  readonly identity: string;
}

/** A picture that is unlike what the version learned. */
export interface StrangePicture {
  readonly predictionId: string;
  /** How unlike: comparable between pictures of one version. */
  readonly strangeness: number;
}

/** Sums over some pictures of a version, to be added to the window that is open. */
export interface NewDriftSums {
  readonly version: DriftVersion;
  /** When the first and the last of the pictures were classified, milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** float64: whole numbers, of which the first is how many pictures there are */
  readonly sums: Float64Array;
  readonly strangest: readonly StrangePicture[];
}

/** Pictures of a version that came one after the other. */
export interface DriftWindow extends Omit<NewDriftSums, 'version'> {
  readonly id: number;
  /** Nothing is added to it any more. */
  readonly isClosed: boolean;
}

/** When a window is closed, and how many are kept. */
export interface WindowRules {
  /** It is closed with so many pictures; it may have more, for sums are added as they come. */
  readonly pictures: number;
  /** A window that is older is closed however few it has. */
  readonly maxAgeMs: number;
  /** Closed windows that are kept of a version, the newest ones. */
  readonly kept: number;
}

/** What a person said of a prediction. */
export interface JudgedPrediction {
  /** When it was made, milliseconds since the epoch. */
  readonly at: number;
  readonly isRight: boolean;
}

/** Windows of pictures, shared by all instances over one database. */
export interface DriftStore {
  /**
   * Adds sums to the open window of their version, or opens one. Every sum is added exactly once,
   * whichever instance has it.
   *
   * @returns the ids of the windows that this has closed, in order
   */
  add(sums: NewDriftSums, rules: WindowRules): Promise<number[]>;
  /** The last so many windows of a version, newest first; the first may be open. */
  windows(version: DriftVersion, limit: number): Promise<DriftWindow[]>;
  /** What people said of a version's predictions since a moment, at most 10,000, newest first. */
  judged(modelVersion: string, since: number): Promise<JudgedPrediction[]>;
}
