/**
 * Why a version became active: the service started with it when none was active, somebody asked for
 * it, a retraining job's gate let it pass, or a newer one was taken back.
 */
export type ActivationCause = 'start' | 'manual' | 'gate' | 'rollback';

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
  /** The last one of all; undefined when there was none. */
  latest(): Promise<Activation | undefined>;
  /** The last so many, or every one without a limit; newest first. */
  list(limit?: number): Promise<Activation[]>;
}
