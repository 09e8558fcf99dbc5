import { existsSync, readdirSync } from 'node:fs';
import {
  JobOpenError,
  type Job,
  type JobEvent,
  type JobMode,
  type JobPage,
  type JobSettings,
  type JobStore,
  type JobTrigger,
} from '../store/jobs/job';
import { checkHeadRequest, NothingToLearnError, type HeadSituation } from './check-head-request';
import type { JobRunner } from './job-runner';

/** What starts a retraining by itself; null for what does not. */
export interface AutomaticRetraining {
  readonly newSamples: number | null;
  /** 0-1 */
  readonly feedbackAccuracyBelow: number | null;
  /** As cron writes it. */
  readonly schedule: string | null;
  readonly minIntervalMinutes: number;
}

export interface JobDeskOptions {
  readonly store: JobStore;
  readonly runner: JobRunner;
  /** Folder of CIFAR-10. */
  readonly dataDir: string;
  /** What a request for a new head is measured by; undefined while no version is in service. */
  readonly headSituation: () => Promise<HeadSituation | undefined>;
  /** null when nothing starts by itself */
  readonly automatic: AutomaticRetraining | null;
}

/** Where retraining is asked for, looked at and cancelled. */
export class JobDesk {
  readonly #options: JobDeskOptions;

  constructor(options: JobDeskOptions) {
    this.#options = options;
  }

  get automatic(): AutomaticRetraining | null {
    return this.#options.automatic;
  }

  /** Whether there is something in the folder of CIFAR-10; a container's volume is there, and empty. */
  hasData(): boolean {
    const { dataDir } = this.#options;
    return existsSync(dataDir) && readdirSync(dataDir).length > 0;
  }

  /**
   * @throws {NothingToLearnError | NoSuchBackboneError}
   * @throws {JobOpenError} while another one is not over
   * @throws {NothingActiveError} before a model is loaded
   */
  async submit(mode: JobMode, settings: JobSettings, trigger: JobTrigger): Promise<Job> {
    await this.check(mode, settings);
    return this.#options.runner.submit(mode, settings, trigger);
  }

  /**
   * Whether a retraining could be asked for now; starts nothing.
   *
   * @throws {NothingToLearnError | NoSuchBackboneError}
   * @throws {JobOpenError} while another one is not over
   */
  async check(mode: JobMode, settings: JobSettings): Promise<void> {
    if (mode === 'full' && !this.hasData()) {
      throw new NothingToLearnError(
        'Training every layer needs CIFAR-10, which is not on disk: `npm run data:download` fetches it.',
      );
    }
    if (mode === 'head') {
      const situation = await this.#options.headSituation();
      if (situation !== undefined) checkHeadRequest(settings, situation);
    }
    if (await this.isRetraining()) throw new JobOpenError('a retraining is not over yet');
  }

  cancel(id: string): Promise<Job | undefined> {
    return this.#options.runner.cancel(id);
  }

  find(id: string): Promise<Job | undefined> {
    return this.#options.store.find(id);
  }

  /** The newest one, over or not. */
  latest(): Promise<Job | undefined> {
    return this.#options.store.latest();
  }

  /** The newest one that made a version. */
  latestWithVersion(): Promise<Job | undefined> {
    return this.#options.store.latestIn(['succeeded', 'rejected']);
  }

  async isRetraining(): Promise<boolean> {
    return (await this.#options.store.open()) !== undefined;
  }

  list(limit: number, cursor?: string): Promise<JobPage> {
    return this.#options.store.list(limit, cursor);
  }

  events(id: string, seq: number, limit: number): Promise<JobEvent[]> {
    return this.#options.store.events(id, seq, limit);
  }

  logTail(id: string, lines: number): Promise<JobEvent[]> {
    return this.#options.store.logTail(id, lines);
  }
}
