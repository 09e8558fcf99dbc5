/** A condition that was told of, and perhaps is over. Times in milliseconds since the epoch. */
export interface StoredAlert {
  readonly id: string;
  readonly kind: string;
  /** What it is about: the name of a version or an instance. */
  readonly subject: string;
  /** One plain sentence. */
  readonly text: string;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
}

/** The alerts, shared by all instances over one database. */
export interface AlertStore {
  /**
   * Notes that a condition holds, or holds still.
   *
   * @param alert `raisedAt` is the moment of the look
   * @returns false when it is known already: of several instances that see it, one tells of it
   */
  raise(alert: Omit<StoredAlert, 'clearedAt'>): Promise<boolean>;
  /** @returns false when no such alert was open */
  clear(kind: string, subject: string, at: number): Promise<boolean>;
  /** Those that hold, newest first. */
  open(): Promise<StoredAlert[]>;
  /** The last ones, open or over, newest first. */
  latest(limit: number): Promise<StoredAlert[]>;
  /**
   * Ends those of some kinds that nobody has seen since then, because the instance that looked at
   * them is gone.
   *
   * @returns how many there were
   */
  expire(kinds: readonly string[], unseenSince: number, at: number): Promise<number>;
  /** Forgets those that were over before then. */
  prune(before: number): Promise<void>;
}
