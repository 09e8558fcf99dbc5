/** `head` fits a new head to the same graph, in seconds; `full` trains every layer. */
export const JOB_MODES = ['head', 'full'] as const;
export type JobMode = (typeof JOB_MODES)[number];

export const JOB_STATES = [
  'queued',
  'running',
  'evaluating',
  'succeeded',
  'rejected',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Who or what asked for it. */
export const JOB_TRIGGERS = ['manual', 'samples', 'feedback', 'schedule'] as const;
export type JobTrigger = (typeof JOB_TRIGGERS)[number];

/**
 * Which classes a version knows: those of the network and everybody's, only those that people gave
 * pictures of, or the ones that are named.
 */
export type ClassChoice = 'all' | 'own' | readonly string[];

/** What a job is to do besides its mode; without them it goes on as the version in service. */
export interface JobSettings {
  readonly classes?: ClassChoice;
  /** Name of the network that gives the features; only of a head. */
  readonly backbone?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Name of the network to train. */
  readonly network?: string;
  readonly recipe?: string;
}

/** Where a job is. */
export interface JobProgress {
  /** In words that end users read: `reading images`, `training`, `evaluating`. */
  readonly phase: string;
  readonly done: number;
  /** 0 while it is not known */
  readonly total: number;
  /** Epoch under way, from 1; only while training. */
  readonly epoch?: number;
  readonly epochs?: number;
  readonly etaSeconds?: number;
}

/** One line of a training history. */
export interface JobEpoch {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly val_accuracy: number;
  readonly seconds: number;
}

/** The gate's report, as the card has it. */
export interface JobGate {
  readonly verdict: 'passed' | 'rejected';
  readonly compared_with: string | null;
  readonly rules: readonly {
    readonly name: string;
    readonly explanation: string;
    readonly passed: boolean;
  }[];
}

/** Who works on a job, and the last sign of life. */
export interface JobHold {
  readonly owner: string;
  /**
   * Grows with every sign of life. It begins as what the owner's clock said, which may be wrong:
   * compare it with what it was, never with a time.
   */
  readonly heartbeat: number;
}

/** A retraining job. Times are milliseconds since the epoch. */
export interface Job {
  /** UUIDv7: sorts by time. */
  readonly id: string;
  readonly mode: JobMode;
  readonly state: JobState;
  readonly settings: JobSettings;
  readonly trigger: JobTrigger;
  /** The version in service when it was asked for. */
  readonly baseVersion: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly progress: JobProgress;
  readonly epochs: readonly JobEpoch[];
  /** What it made. */
  readonly version: string | null;
  readonly gate: JobGate | null;
  /** On held-out images, 0-1. */
  readonly accuracy: number | null;
  /** Why it failed. */
  readonly error: string | null;
  /** How often it was begun and not given back. */
  readonly attempts: number;
  readonly cancelRequested: boolean;
  /** null while nobody works on it */
  readonly hold: JobHold | null;
  /** The last change of samples when it was asked for; 0 before the first one. */
  readonly sampleChange: number;
}

export type NewJob = Pick<
  Job,
  'id' | 'mode' | 'settings' | 'trigger' | 'baseVersion' | 'createdAt'
>;

/** What may change while a job goes on, and when it ends. */
export type JobChanges = Partial<
  Pick<
    Job,
    | 'state'
    | 'startedAt'
    | 'endedAt'
    | 'progress'
    | 'epochs'
    | 'version'
    | 'gate'
    | 'accuracy'
    | 'error'
  >
>;

export type JobEventKind = 'state' | 'progress' | 'epoch' | 'log';

/** Something that happened in a job. */
export interface JobEvent {
  /** Grows from event to event. */
  readonly seq: number;
  readonly at: number;
  readonly kind: JobEventKind;
  /** JSON */
  readonly data: unknown;
}

export interface JobPage {
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly nextCursor: string | null;
}

/** A job is not over yet; there is never a second one. */
export class JobOpenError extends Error {
  override readonly name = 'JobOpenError';
}

export function isOver(state: JobState): boolean {
  return ['succeeded', 'rejected', 'failed', 'cancelled'].includes(state);
}

/** The retraining jobs of all instances over one database. */
export interface JobStore {
  /** @throws {JobOpenError} while another one is not over */
  create(job: NewJob): Promise<Job>;
  find(id: string): Promise<Job | undefined>;
  /** The one that is not over. */
  open(): Promise<Job | undefined>;
  /** The newest one, over or not. */
  latest(): Promise<Job | undefined>;
  /** The newest one of these states. */
  latestIn(states: readonly JobState[]): Promise<Job | undefined>;
  /** @throws {InvalidCursorError} for a cursor this store did not give */
  list(limit: number, cursor?: string): Promise<JobPage>;
  /**
   * Takes the open job, if nobody has it, or if it is still held exactly as the caller has watched
   * it for too long. Begins another attempt.
   */
  claim(owner: string, now: number, silent?: JobHold): Promise<Job | undefined>;
  /**
   * Says that the owner still works on the job.
   *
   * @returns the job as it is now; undefined when somebody else has it, or it is over
   */
  heartbeat(id: string, owner: string, now: number): Promise<Job | undefined>;
  /** Gives the job back, so that anybody may claim it at once; the attempt does not count. */
  release(id: string, owner: string): Promise<void>;
  /** @returns the job as it is now; undefined when it is over already */
  change(id: string, changes: JobChanges): Promise<Job | undefined>;
  /** @returns the job as it is now; undefined when there is none that is not over */
  requestCancel(id: string): Promise<Job | undefined>;
  record(id: string, at: number, kind: JobEventKind, data: unknown): Promise<JobEvent>;
  /** Events after `seq`, oldest first. */
  events(id: string, seq: number, limit: number): Promise<JobEvent[]>;
  /** The last lines of the log, oldest first. */
  logTail(id: string, lines: number): Promise<JobEvent[]>;
}
