import { Cron } from 'croner';
import type { Logger } from '../observability/logger';
import { JobOpenError, type Job, type JobTrigger } from '../store/jobs/job';
import { NothingToLearnError } from './check-head-request';
import type { AutomaticRetraining, JobDesk } from './job-desk';
import { NothingActiveError } from './job-runner';

export interface AutomaticOptions {
  readonly desk: Pick<JobDesk, 'submit' | 'latest'>;
  readonly rules: AutomaticRetraining;
  /** Samples that are new or were relabelled since the change of this number. */
  readonly changedSamples: (since: number) => Promise<number>;
  /** Share of the last predictions that people found correct; null while too few said so. */
  readonly feedbackAccuracy: () => Promise<number | null>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  /** How often the rules are looked at. */
  readonly intervalMs?: number;
}

const MINUTE_MS = 60_000;

/** Feedback is judged by so many predictions, and by no fewer than the second. */
export const FEEDBACK_WINDOW = { last: 100, least: 20 } as const;

/**
 * Starts a head retraining when a rule says so: enough new samples, feedback that is bad enough,
 * or a time of the schedule; never sooner after the last one, however that ended, than the set
 * interval. A clock that is set forward or back starts none and holds none up.
 */
export class AutomaticTrigger {
  readonly #options: AutomaticOptions;
  readonly #schedule: Cron | undefined;
  readonly #pause: Pause;
  #timer: NodeJS.Timeout | undefined;
  /** The schedule has been followed up to this moment. */
  #followedUntil: Date;

  constructor(options: AutomaticOptions) {
    this.#options = options;
    const { schedule } = options.rules;
    this.#schedule = schedule === null ? undefined : new Cron(schedule, { paused: true });
    this.#pause = new Pause(options.rules.minIntervalMinutes * MINUTE_MS, options.monotonicMs);
    this.#followedUntil = options.now();
  }

  start(): void {
    const { rules, logger, intervalMs = MINUTE_MS } = this.#options;
    logger.info('retraining starts by itself', {
      new_samples: rules.newSamples,
      feedback_accuracy_below: rules.feedbackAccuracyBelow,
      schedule: rules.schedule,
      min_interval_minutes: rules.minIntervalMinutes,
    });
    this.#timer = setInterval(() => void this.look(), intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#schedule?.stop();
  }

  /** Looks at the rules once. Never throws. */
  async look(): Promise<void> {
    const { desk, logger, now } = this.#options;
    try {
      const moment = now();
      const latest = await desk.latest();
      // The clock was set back: what it will say once more is not due twice, nor in days only.
      if (moment < this.#followedUntil) this.#followedUntil = moment;
      if (!this.#pause.isOver(latest, moment)) return;
      const trigger = await this.#reason(moment, latest?.sampleChange ?? 0);
      if (trigger === undefined) return;
      const job = await desk.submit('head', {}, trigger);
      logger.info('a retraining was started by itself', { job: job.id, trigger });
    } catch (error) {
      const isNoReason =
        error instanceof NothingToLearnError ||
        error instanceof JobOpenError ||
        error instanceof NothingActiveError;
      logger[isNoReason ? 'debug' : 'error']('no retraining was started by itself', { error });
    }
  }

  async #reason(moment: Date, since: number): Promise<JobTrigger | undefined> {
    const { rules, changedSamples, feedbackAccuracy } = this.#options;
    const due = this.#schedule?.nextRun(this.#followedUntil);
    this.#followedUntil = moment;
    if (due && due <= moment) return 'schedule';
    const changed = await changedSamples(since);
    if (rules.newSamples !== null && changed >= rules.newSamples) return 'samples';
    // Without anything new to learn from, the next head would be the same.
    if (rules.feedbackAccuracyBelow !== null && changed > 0) {
      const accuracy = await feedbackAccuracy();
      if (accuracy !== null && accuracy < rules.feedbackAccuracyBelow) return 'feedback';
    }
    return undefined;
  }
}

/** The interval after the last retraining, by a clock that nobody sets. */
class Pause {
  readonly #intervalMs: number;
  readonly #monotonicMs: () => number;
  #job: string | undefined;
  #overAtMs = -Infinity;
  #lookedAtMs: number | undefined;

  constructor(intervalMs: number, monotonicMs: () => number) {
    this.#intervalMs = intervalMs;
    this.#monotonicMs = monotonicMs;
  }

  /** @param moment what the clock says, which tells how old a retraining is that was there before */
  isOver(latest: Pick<Job, 'id' | 'createdAt'> | undefined, moment: Date): boolean {
    const nowMs = this.#monotonicMs();
    const job = latest && `${latest.id} ${latest.createdAt}`;
    if (latest !== undefined && job !== this.#job) {
      const claimedAgeMs = Math.max(0, moment.getTime() - latest.createdAt);
      // One that was not there at the look before is no older than that look.
      const oldestMs = this.#lookedAtMs === undefined ? Infinity : nowMs - this.#lookedAtMs;
      this.#overAtMs = nowMs + this.#intervalMs - Math.min(claimedAgeMs, oldestMs);
    }
    this.#job = job;
    this.#lookedAtMs = nowMs;
    return latest === undefined || nowMs >= this.#overAtMs;
  }
}
