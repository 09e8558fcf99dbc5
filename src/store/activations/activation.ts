/**
 * Why a version became active: the service started with it when none was active, somebody asked for
 * it, a retraining job's gate let it pass, a newer one was taken back, or the one that was active is
 * not there any more and this one has the same network and head.
 */
export const ACTIVATION_CAUSES = ['start', 'manual', 'gate', 'rollback', 'successor'] as const;
export type ActivationCause = (typeof ACTIVATION_CAUSES)[number];

export interface ActivationReason {
  readonly cause: ActivationCause;
  /** The retraining job that made the version. */
  readonly job?: string;
}

/** One change of the version that answers. */
export interface Activation {
  /** Grows with every activation. */
  readonly id: number;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly activatedAt: number;
  readonly cause: ActivationCause;
  readonly job: string | null;
}

/** Every change of the version that answers, shared by all instances over one database. */
export interface ActivationStore {
  record(version: string, activatedAt: number, reason: ActivationReason): Promise<Activation>;
  /**
   * Records the version that the service starts with, if no version was ever active. A start never
   * changes what is active.
   *
   * @returns the last activation of all: this one, or the one that was there
   */
  recordStart(version: string, activatedAt: number): Promise<Activation>;
  /**
   * Records that a version takes the place of another one, if that one is active still: of several
   * instances that start at once, one does.
   *
   * @param before the version whose place it takes
   */
  recordSuccessor(version: string, before: string, activatedAt: number): Promise<void>;
  /** The last one of all; undefined when there was none. */
  latest(): Promise<Activation | undefined>;
  /** The last so many, or every one without a limit; newest first. */
  list(limit?: number): Promise<Activation[]>;
}
