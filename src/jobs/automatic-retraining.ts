import { Cron } from 'croner';
import type { Logger } from '../observability/logger';
import { JobOpenError, type JobTrigger } from '../store/jobs/job';
import { NothingToLearnError, type AutomaticRetraining, type JobDesk } from './job-desk';
import { NothingActiveError } from './job-runner';

export interface AutomaticOptions {
  readonly desk: Pick<JobDesk, 'submit' | 'latest'>;
  readonly rules: AutomaticRetraining;
  /** Samples that are new or were relabelled since then, milliseconds since the epoch. */
  readonly changedSamples: (since: number) => Promise<number>;
  /** Share of the last predictions that people found correct; null while too few said so. */
  readonly feedbackAccuracy: () => Promise<number | null>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** How often the rules are looked at. */
  readonly intervalMs?: number;
}

const MINUTE_MS = 60_000;

/** Feedback is judged by so many predictions, and by no fewer than the second. */
export const FEEDBACK_WINDOW = { last: 100, least: 20 } as const;

/**
 * Starts a head retraining when a rule says so: enough new samples, feedback that is bad enough,
 * or a time of the schedule; never sooner after the last one, however that ended, than the set
 * interval.
 */
export class AutomaticTrigger {
  readonly #options: AutomaticOptions;
  readonly #schedule: Cron | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The schedule is due at the first look after this. */
  #dueAt: number | undefined;

  constructor(options: AutomaticOptions) {
    this.#options = options;
    const { schedule } = options.rules;
    this.#schedule = schedule === null ? undefined : new Cron(schedule, { paused: true });
    this.#dueAt = this.#nextAfter(options.now());
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
    const { desk, rules, logger, now } = this.#options;
    try {
      const moment = now();
      const latest = await desk.latest();
      const isTooSoon =
        latest !== undefined &&
        moment.getTime() - latest.createdAt < rules.minIntervalMinutes * MINUTE_MS;
      if (isTooSoon) return;
      const trigger = await this.#reason(moment, latest?.createdAt ?? 0);
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
    if (this.#dueAt !== undefined && moment.getTime() >= this.#dueAt) {
      this.#dueAt = this.#nextAfter(moment);
      return 'schedule';
    }
    const changed = await changedSamples(since);
    if (rules.newSamples !== null && changed >= rules.newSamples) return 'samples';
    // Without anything new to learn from, the next head would be the same.
    if (rules.feedbackAccuracyBelow !== null && changed > 0) {
      const accuracy = await feedbackAccuracy();
      if (accuracy !== null && accuracy < rules.feedbackAccuracyBelow) return 'feedback';
    }
    return undefined;
  }

  #nextAfter(moment: Date): number | undefined {
    return this.#schedule?.nextRun(moment)?.getTime();
  }
}
