import path from 'node:path';
import { rm } from 'node:fs/promises';
import type { Logger } from '../observability/logger';
import { versionMeantBy } from '../registry/find-version';
import { removeVersion } from '../registry/remove-version';
import type { ActiveModel } from '../serving/active-model';
import { OvertakenError } from '../serving/errors';
import type {
  Job,
  JobChanges,
  JobHold,
  JobMode,
  JobSettings,
  JobStore,
  JobTrigger,
} from '../store/jobs/job';
import {
  NETWORKS,
  type NetworkName,
  type NetworkSpecification,
} from '../training/network/specification';
import { NO_TELEMETRY, type BegunJob, type Telemetry } from '../telemetry/telemetry';
import type { RetrainMessage, RetrainTask } from '../training/retrain/messages';
import type { Retraining, StartRetraining, UnexpectedEnd } from './retraining-process';
import { untilUnlocked } from './until-unlocked';

/** What the names of networks stand for. */
export type Networks = Readonly<Record<NetworkName, NetworkSpecification>>;

/** Who hears of jobs that are worked on here. */
export type JobTelemetry = Pick<Telemetry, 'jobBegan' | 'epochTrained' | 'jobEnded'>;

export interface JobRunnerOptions {
  readonly store: JobStore;
  readonly active: Pick<ActiveModel, 'current' | 'promote'> &
    Partial<Pick<ActiveModel, 'pinnedTo'>>;
  readonly startRetraining: StartRetraining;
  readonly folders: {
    readonly models: string;
    readonly data: string;
    readonly persistence: string;
  };
  /** What a job is done with unless it says otherwise. */
  readonly defaults: Required<Omit<JobSettings, 'classes' | 'backbone'>>;
  /** What the names of networks stand for; by default the networks of the project. */
  readonly networks?: Networks | undefined;
  /** Whether a version that passed its gate takes over by itself. */
  readonly promotes: boolean;
  readonly maxLossOfAccuracy: number;
  readonly producerVersion: string;
  readonly logger: Logger;
  /** Default: nobody listens. */
  readonly telemetry?: JobTelemetry | undefined;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  readonly newId: () => string;
  /** How often the store is looked at, and told that the job goes on. */
  readonly tickMs?: number;
}

/** Nothing answers yet, so there is nothing to improve. */
export class NothingActiveError extends Error {
  override readonly name = 'NothingActiveError';
}

const TICK_MS = 1000;
/** An instance whose job gave no sign of life for so long, while it was watched, is gone. */
const DEAD_AFTER_MS = 15_000;
/** A job that was begun so often and never finished is what ends the process. */
const MAX_ATTEMPTS = 3;
/** Progress is written at most so often; the rest is for nobody. */
const PROGRESS_MS = 500;

/**
 * Works on retraining jobs: one at a time over all instances that share the store, each in a
 * process of its own. Whatever ends an instance, the job is taken up again by it or another one,
 * or fails with a reason; none stays as it was for ever.
 */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #owner: string;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #work: Promise<void> | undefined;
  #retraining: Retraining | undefined;
  /** Versions whose files the job under way needs. */
  #versions: readonly string[] = [];
  readonly #watch: HoldWatch;
  #stopped = false;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#watch = new HoldWatch(options.monotonicMs);
    this.#owner = options.newId();
  }

  /** From now on open jobs are worked on, those that were left behind first. */
  start(): void {
    this.#schedule(0);
  }

  /**
   * @throws {JobOpenError} while another one is not over
   * @throws {NothingActiveError} before a model is loaded
   */
  async submit(mode: JobMode, settings: JobSettings, trigger: JobTrigger): Promise<Job> {
    const { store, active, now, newId, logger } = this.#options;
    const base = active.current?.version.name;
    if (base === undefined) throw new NothingActiveError('there is no model in service yet');
    const job = await store.create({
      id: newId(),
      mode,
      settings,
      trigger,
      baseVersion: base,
      createdAt: now().getTime(),
    });
    await store.record(job.id, job.createdAt, 'state', { state: job.state });
    logger.info('a retraining was asked for', { job: job.id, mode, trigger });
    this.#schedule(0);
    return job;
  }

  /** @returns the job; undefined when none is open under this id */
  async cancel(id: string): Promise<Job | undefined> {
    const job = await this.#options.store.requestCancel(id);
    if (job !== undefined) this.#schedule(0);
    return job;
  }

  /** Whether the job under way needs the files of a version. */
  isUsing(version: string): boolean {
    return this.#versions.includes(version);
  }

  /** Ends the process of the job under way; the job is taken up again by the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#retraining?.kill();
    await this.#looking; // it may have just taken a job up, which it gives back
    await this.#work;
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#looking = this.#tick();
    }, delayMs).unref();
  }

  async #tick(): Promise<void> {
    try {
      if (this.#work === undefined) await this.#takeUp();
    } catch (error) {
      this.#options.logger.error('jobs cannot be looked at', { error });
    }
    this.#schedule(this.#options.tickMs ?? TICK_MS);
  }

  async #takeUp(): Promise<void> {
    const { store, active, now } = this.#options;
    if (active.current === undefined) return;
    const open = await store.open();
    const hold = open?.hold ?? undefined;
    const silentMs = this.#watch.see(hold);
    if (open === undefined || this.#stopped) return;
    if (hold !== undefined && silentMs < DEAD_AFTER_MS) return;
    const job = await store.claim(this.#owner, now().getTime(), hold);
    if (job === undefined) return;
    if (this.#isStopped()) {
      await store.release(job.id, this.#owner);
      return;
    }
    this.#work = this.#run(job)
      .catch((error: unknown) => {
        this.#options.logger.error('a job was left in the middle', { job: job.id, error });
      })
      .finally(() => (this.#work = undefined));
  }

  /** It may have been stopped while something was waited for. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  async #run(job: Job): Promise<void> {
    const { logger } = this.#options;
    const log = new JobLog(this.#options, job);
    if (job.cancelRequested) return log.end({ state: 'cancelled' });
    if (job.attempts > MAX_ATTEMPTS) {
      const error = `it was begun ${MAX_ATTEMPTS} times and never finished`;
      return log.end({ state: 'failed', error });
    }
    logger.info('a retraining begins', { job: job.id, mode: job.mode, attempt: job.attempts });
    await log.begin();
    const task = await this.#taskOf(job);
    this.#versions = [task.baseVersion, task.name];
    const retraining = this.#options.startRetraining(task, (message) => log.hear(message));
    this.#retraining = retraining;
    const asked = { toCancel: false };
    const heartbeat = setInterval(() => {
      void this.#stillOurs(job.id).then((state) => {
        if (state === 'ours') return;
        asked.toCancel = state === 'cancelled';
        retraining.kill();
      });
    }, this.#options.tickMs ?? TICK_MS);
    try {
      const end = await retraining.ended;
      await log.settle();
      const state = await this.#stillOurs(job.id);
      if (state === 'lost') {
        // Its state, its checkpoint and its version are those of whoever has it now.
        logger.warn('another instance has taken over a job of this one', { job: job.id });
        return;
      }
      // Whoever was told that it is cancelled must not find its version in service.
      if (asked.toCancel || state === 'cancelled') {
        await log.end({ state: 'cancelled' });
        const made = await removeVersion(task.folders.models, task.name);
        await made?.discard();
      } else if (this.#stopped && 'reason' in end) await this.#leave(job, log);
      else await this.#conclude(job, log, end);
      if (!this.#stopped) await this.#forget(task);
    } finally {
      clearInterval(heartbeat);
      log.leave(); // does nothing where it has ended
      this.#retraining = undefined;
      this.#versions = [];
    }
  }

  async #stillOurs(id: string): Promise<'ours' | 'cancelled' | 'lost'> {
    const { store, now, logger } = this.#options;
    try {
      const job = await store.heartbeat(id, this.#owner, now().getTime());
      if (job === undefined) return 'lost';
      return job.cancelRequested ? 'cancelled' : 'ours';
    } catch (error) {
      // The database may be busy or full; the job itself is fine.
      logger.warn('a job cannot say that it goes on', { job: id, error });
      return 'ours';
    }
  }

  async #conclude(
    job: Job,
    log: JobLog,
    end: Extract<RetrainMessage, { kind: 'done' | 'failed' }> | UnexpectedEnd,
  ): Promise<void> {
    const { logger, promotes } = this.#options;
    if (!('kind' in end) || end.kind === 'failed') {
      logger.error('a retraining failed', { job: job.id, reason: end.reason });
      return log.end({ state: 'failed', error: end.reason });
    }
    const { version, accuracy, gate } = end;
    const state = gate.verdict === 'passed' ? 'succeeded' : 'rejected';
    logger.info('a retraining is over', { job: job.id, model_version: version, state });
    if (state === 'succeeded' && promotes) await this.#promote(version, job, log);
    return log.end({ state, version, accuracy, gate });
  }

  async #promote(version: string, job: Job, log: JobLog): Promise<void> {
    const { logger, active } = this.#options;
    try {
      // The gate has compared it with no other version.
      await untilUnlocked(() =>
        active.promote(version, { cause: 'gate', job: job.id }, job.baseVersion),
      );
      const { pinnedTo } = active;
      await log.say(
        pinnedTo === undefined
          ? `${version} has taken over.`
          : `${version} has taken over; the instance that trained it stays with ${pinnedTo}.`,
      );
    } catch (error) {
      if (error instanceof OvertakenError) {
        // Somebody's choice.
        logger.warn('a retrained version does not take over: another one was made active', {
          job: job.id,
          model_version: version,
          active: error.active,
        });
        return log.say(
          `${error.message}; ${version}, which was compared with ${job.baseVersion}, ` +
            'waits to be promoted by hand.',
        );
      }
      // The version is there and may be promoted by hand.
      logger.error('a retrained version cannot take over', { job: job.id, error });
      await log.say(`${version} cannot take over: ${(error as Error).message}`);
    }
  }

  /** The service stops: somebody else, or the next start, goes on. */
  async #leave(job: Job, log: JobLog): Promise<void> {
    await log.say('The service stops; the job goes on when it is back.');
    await this.#options.store.release(job.id, this.#owner);
  }

  async #taskOf({ id, mode, baseVersion, settings, createdAt }: Job): Promise<RetrainTask> {
    const { folders, maxLossOfAccuracy, producerVersion, networks = NETWORKS } = this.#options;
    const allSettings = { ...this.#options.defaults, ...settings };
    return {
      mode,
      job: id,
      // A release that came in the meantime may have replaced it.
      baseVersion: await versionMeantBy(folders.models, baseVersion),
      // The end of a UUIDv7 is random: two jobs of one second differ in it.
      name: `${mode}-${timestamp(new Date(createdAt))}-${id.slice(-4)}`,
      settings: allSettings,
      // The names of networks are checked where a job is asked for.
      specification: networks[allSettings.network as NetworkName],
      folders: { ...folders, run: path.join(folders.persistence, 'jobs', id) },
      maxLossOfAccuracy,
      producerVersion,
    };
  }

  async #forget({ folders }: RetrainTask): Promise<void> {
    await rm(folders.run, { recursive: true, force: true });
  }
}

/** Watches how long a job has been held without a sign of life, whatever any clock says. */
class HoldWatch {
  readonly #monotonicMs: () => number;
  #seen: JobHold | undefined;
  #sinceMs = 0;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** @returns for how many milliseconds the job has been seen held just so */
  see(hold: JobHold | undefined): number {
    const isSame =
      hold !== undefined &&
      hold.owner === this.#seen?.owner &&
      hold.heartbeat === this.#seen.heartbeat;
    if (!isSame) {
      this.#seen = hold;
      this.#sinceMs = this.#monotonicMs();
    }
    return this.#monotonicMs() - this.#sinceMs;
  }
}

/** Writes down what happens in a job, in order, and no more often than anybody could look. */
class JobLog {
  readonly #store: JobStore;
  readonly #now: () => Date;
  readonly #monotonicMs: () => number;
  readonly #logger: Logger;
  readonly #id: string;
  readonly #epochs: Job['epochs'][number][];
  #writing: Promise<void> = Promise.resolve();
  #progressAtMs = -Infinity;
  readonly #telemetry: JobTelemetry;
  readonly #job: BegunJob;
  #begunMs: number | undefined;
  #state: Job['state'];

  constructor(options: JobRunnerOptions, job: Job) {
    const { store, now, monotonicMs, logger, telemetry = NO_TELEMETRY } = options;
    this.#store = store;
    this.#now = now;
    this.#monotonicMs = monotonicMs;
    this.#logger = logger;
    this.#telemetry = telemetry;
    this.#job = { id: job.id, mode: job.mode };
    this.#id = job.id;
    this.#epochs = [...job.epochs];
    this.#state = job.state;
  }

  async begin(): Promise<void> {
    this.#begunMs = this.#monotonicMs();
    this.#telemetry.jobBegan(this.#job);
    await this.#tell('state', { state: 'running' });
  }

  hear(message: RetrainMessage): void {
    switch (message.kind) {
      case 'log':
        this.#then(() => this.#tell('log', { line: message.line }));
        break;
      case 'epoch':
        this.#telemetry.epochTrained({
          ...this.#job,
          epoch: message.record.epoch,
          loss: message.record.loss,
          accuracy: message.record.val_accuracy,
        });
        this.#then(async () => {
          const known = this.#epochs.findIndex(({ epoch }) => epoch === message.record.epoch);
          this.#epochs.splice(known === -1 ? this.#epochs.length : known, 1, message.record);
          await this.#store.change(this.#id, { epochs: this.#epochs });
          await this.#tell('epoch', message.record);
        });
        break;
      case 'progress': {
        const { progress } = message;
        const isNewState = progress.phase.startsWith('evaluating') && this.#state === 'running';
        const nowMs = this.#monotonicMs();
        const isDone = progress.done === progress.total;
        if (!isNewState && !isDone && nowMs - this.#progressAtMs < PROGRESS_MS) return;
        this.#progressAtMs = nowMs;
        if (isNewState) this.#state = 'evaluating';
        const state = this.#state;
        this.#then(async () => {
          await this.#store.change(this.#id, { progress, state });
          if (isNewState) await this.#tell('state', { state });
          await this.#tell('progress', progress);
        });
        break;
      }
      case 'done':
      case 'failed':
        break;
    }
  }

  async say(line: string): Promise<void> {
    await this.settle();
    await this.#tell('log', { line });
  }

  async end(changes: JobChanges & { readonly state: Job['state'] }): Promise<void> {
    await this.settle();
    const { state, version = null, error = null } = changes;
    await this.#store.change(this.#id, { ...changes, endedAt: this.#now().getTime() });
    await this.#tell('state', { state, version, error });
    this.#ended(state, version);
  }

  /** The job goes on elsewhere, or after the next start. */
  leave(): void {
    this.#ended('left', null);
  }

  #ended(state: string, version: string | null): void {
    if (this.#begunMs === undefined) return;
    const durationMs = this.#monotonicMs() - this.#begunMs;
    this.#begunMs = undefined;
    this.#telemetry.jobEnded({ ...this.#job, state, durationMs, version });
  }

  /** Until what was heard so far is written. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  #then(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      this.#logger.warn('what happens in a job cannot be written down', { job: this.#id, error });
    });
  }

  async #tell(kind: 'state' | 'progress' | 'epoch' | 'log', data: unknown): Promise<void> {
    await this.#store.record(this.#id, this.#now().getTime(), kind, data);
  }
}

function timestamp(date: Date): string {
  return date.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
