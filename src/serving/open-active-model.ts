import type { Classifier } from '../inference/classification';
import { systemClock, type Clock } from '../inference/clock';
import { ClosedError, EngineError } from '../inference/errors';
import type { Logger } from '../observability/logger';
import { BrokenVersionError, NoModelError } from '../registry/errors';
import { cardsNewestFirst } from '../registry/find-version';
import type { ModelVersion } from '../registry/version';
import type {
  Activation,
  ActivationReason,
  ActivationStore,
} from '../store/activations/activation';
import type { ActiveModel, ServingModel, ServingProblem } from './active-model';
import {
  ModelNotLoadedError,
  NoSuchVersionError,
  NothingToRollBackError,
  OvertakenError,
  PinnedError,
} from './errors';
import { startCandidates, type StartCandidate } from './start-candidates';
import { VersionFolder } from './version-folder';
import { versionsBefore } from './versions-before';

export interface ActiveModelParts {
  readonly modelDir: string;
  /** MODEL_VERSION and MODEL_NETWORK. */
  readonly wanted: { readonly version: string; readonly network: string };
  readonly store: ActivationStore;
  readonly createClassifier: (version: ModelVersion) => Promise<Classifier>;
  /** How often the store is asked whether another instance has changed the active version. */
  readonly pollMs: number;
  readonly log: Logger;
  readonly now: () => Date;
  readonly clock?: Clock;
}

/** An active model that has to be started before it answers. */
export interface StartableActiveModel extends ActiveModel {
  /**
   * Loads the version to start with, and follows the store from then on, unless MODEL_VERSION pins
   * it. Where the one that was active is not there any more, its successor becomes active. A version
   * that is broken or cannot be run is passed over, which the log says loudly; when it is the active
   * or the pinned one, `problem` says so until it can be opened.
   *
   * @throws {NoModelError} when no version can be served
   */
  start(): Promise<ServingModel>;
}

const MAX_RETRY_DELAY_MS = 60_000;
/** A failure that lasts is said again after so long. */
const REPEAT_MS = 60_000;

/** The active version of a folder of versions, as the activations in the store say. */
export function openActiveModel(parts: ActiveModelParts): StartableActiveModel {
  return new StoredActiveModel(parts);
}

class StoredActiveModel implements StartableActiveModel {
  readonly #parts: ActiveModelParts;
  readonly #versions: VersionFolder;
  readonly #clock: Clock;
  #current: ServingModel | undefined;
  #problem: ServingProblem | undefined;
  #lastTask: Promise<unknown> = Promise.resolve();
  #cancelPoll: (() => void) | undefined;
  #failedPolls = 0;
  /** What the log last said of a failed poll, and the waiting since, with that for the next try. */
  #retried: { readonly reason: string; readonly waitedMs: number } | undefined;
  #isClosed = false;

  constructor(parts: ActiveModelParts) {
    this.#parts = parts;
    this.#versions = new VersionFolder(parts.modelDir, parts.log);
    this.#clock = parts.clock ?? systemClock;
  }

  get current(): ServingModel | undefined {
    return this.#current;
  }

  get pinnedTo(): string | undefined {
    const { version } = this.#parts.wanted;
    if (version === '') return undefined;
    // An instance without a problem serves what it is pinned to, or what takes the place of that.
    const served = this.#problem === undefined ? this.#current?.version.name : undefined;
    return served ?? version;
  }

  get problem(): ServingProblem | undefined {
    return this.#problem;
  }

  start(): Promise<ServingModel> {
    return this.#inTurn(async () => {
      const { store, modelDir, wanted, log } = this.#parts;
      const latest = await store.latest();
      const cards = await cardsNewestFirst(modelDir, (error) =>
        log.warn('a model version is passed over', { error }),
      );
      const candidates = startCandidates({
        wanted: wanted.version,
        network: wanted.network,
        lastActive: latest?.version,
        activeBefore: versionsBefore(await store.list()),
        cards,
        meantBy: this.#versions.meaning(cards),
      });
      const model = await this.#startWithOneOf(candidates);
      this.#current = model;
      const isWanted = candidates.find((one) => one.isWanted)?.version === model.version.name;
      if (wanted.version !== '') {
        if (isWanted && wanted.version !== model.version.name) {
          this.#tellOfSuccessor('MODEL_VERSION names', wanted.version, model.version.name);
        }
      } else if (latest === undefined) {
        // Only where nothing was ever active, or what was active is gone, does a start change what
        // others serve, and then not with a version that had to stand in for another one.
        if (isWanted) {
          await this.#recordAtStart(model.version, (name, at) => store.recordStart(name, at));
        }
        this.#problem = undefined;
      } else if (isWanted && latest.version !== model.version.name) {
        this.#tellOfSuccessor('was active', latest.version, model.version.name);
        await this.#recordAtStart(model.version, (name, at) =>
          store.recordSuccessor(name, latest.version, at),
        );
      }
      this.#pollAfter(this.#parts.pollMs);
      return model;
    });
  }

  promote(name: string, why: ActivationReason, over?: string): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const latest = (await this.#parts.store.latest())?.version ?? this.#current?.version.name;
      if (over !== undefined && latest !== undefined && ![over, name].includes(latest)) {
        // What had to be matched may be gone since, and its successor in its place.
        const meant = (one: string): Promise<string> =>
          this.#versions.meantBy(one, this.#current?.version);
        if ((await meant(over)) !== (await meant(latest))) throw new OvertakenError(latest);
      }
      return this.#activate(name, why);
    });
  }

  rollback(): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      if (this.pinnedTo !== undefined) throw new PinnedError(this.pinnedTo);
      const cards = await cardsNewestFirst(this.#parts.modelDir, () => undefined);
      const before = versionsBefore(await this.#parts.store.list(), this.#versions.meaning(cards));
      const target = before.find((name) => this.#versions.has(name));
      if (target === undefined) throw new NothingToRollBackError();
      return this.#activate(target, { cause: 'rollback' });
    });
  }

  history(limit: number): Promise<readonly Activation[]> {
    return this.#parts.store.list(limit);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelPoll?.();
    await this.#lastTask;
    await this.#current?.classifier.close();
  }

  /** One change after the other. */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#lastTask.then(() => {
      if (this.#isClosed) throw new ClosedError();
      return task();
    });
    this.#lastTask = result.catch(() => undefined);
    return result;
  }

  async #activate(name: string, why: ActivationReason): Promise<ModelVersion> {
    if (this.#current === undefined) throw new ModelNotLoadedError();
    if (this.pinnedTo !== undefined) return this.#activateForOthers(this.pinnedTo, name, why);
    const { log } = this.#parts;
    const before = this.#current.version;
    if (before.name === name) {
      await this.#record(name, why);
      this.#problem = undefined;
      return before;
    }
    const version = await this.#swap(name, () => this.#record(name, why));
    log.info('the active model version has changed', {
      model_version: name,
      model_version_before: before.name,
      cause: why.cause,
      job_id: why.job,
    });
    return version;
  }

  /** A retraining's version is for every instance, whichever one has worked on the job. */
  async #activateForOthers(
    pinnedTo: string,
    name: string,
    why: ActivationReason,
  ): Promise<ModelVersion> {
    if (why.cause !== 'gate') throw new PinnedError(pinnedTo);
    const version = await this.#versions.open(name);
    await this.#record(name, why);
    this.#parts.log.info('the active model version has changed; this instance is pinned', {
      model_version: name,
      pinned_to: pinnedTo,
      cause: why.cause,
      job_id: why.job,
    });
    return version;
  }

  /** @param beforeTakingOver called when the version is ready; when it fails, nothing changes */
  async #swap(name: string, beforeTakingOver?: () => Promise<void>): Promise<ModelVersion> {
    const { classifier } = this.#current!;
    const version = await this.#versions.open(name);
    await classifier.swap(version, beforeTakingOver);
    this.#current = { version, classifier };
    this.#problem = undefined;
    return version;
  }

  /** What is to be served where a version of this name is active. */
  async #wantedFor(name: string): Promise<string> {
    try {
      return await this.#versions.meantBy(name, this.#current?.version);
    } catch (error) {
      if (error instanceof NoModelError) this.#noteProblem(name, error);
      throw error;
    }
  }

  #tellOfSuccessor(verb: string, before: string, name: string): void {
    this.#parts.log.warn(
      `the model version that ${verb} is not there any more; another one with the same network and head takes its place`,
      { model_version: name, model_version_before: before },
    );
  }

  /** Records that a version becomes active, unless it is so already. */
  async #record(name: string, why: ActivationReason): Promise<void> {
    const { store, now } = this.#parts;
    // It may have been deleted while it was loaded.
    if (!this.#versions.has(name)) throw new NoSuchVersionError(name);
    let latest = await store.latest();
    // What the first activation takes over from is what a rollback goes back to.
    if (latest === undefined && this.pinnedTo === undefined) {
      latest = await store.recordStart(this.#current!.version.name, now().getTime());
    }
    if (latest?.version !== name) await store.record(name, now().getTime(), why);
  }

  async #startWithOneOf(candidates: readonly StartCandidate[]): Promise<ServingModel> {
    const { log } = this.#parts;
    const failures: unknown[] = [];
    for (const { version: name, reason, isWanted } of candidates) {
      try {
        const version = await this.#versions.open(name);
        const classifier = await this.#parts.createClassifier(version);
        if (!isWanted) {
          const wanted = candidates.find((candidate) => candidate.isWanted);
          log.error('ATTENTION: this is not the model version that was wanted', {
            model_version: name,
            reason,
            wanted_version: wanted?.version ?? `one of MODEL_NETWORK=${this.#parts.wanted.network}`,
            wanted_because: wanted?.reason,
          });
        }
        return { version, classifier };
      } catch (error) {
        if (!isOfTheVersion(error)) throw error;
        failures.push(error);
        log.error('a model version cannot be served', { model_version: name, error });
        if (isWanted) this.#noteProblem(name, error);
      }
    }
    throw new NoModelError(
      'There is no good model version to serve; `npm run train` makes one, and MODEL_DIR says where they are',
      { cause: failures[0] },
    );
  }

  /** The service starts without the row, if it must: which version answers matters more. */
  async #recordAtStart(
    { name }: ModelVersion,
    record: (name: string, at: number) => Promise<unknown>,
  ): Promise<void> {
    const { now, log } = this.#parts;
    try {
      await record(name, now().getTime());
    } catch (error) {
      log.error('the version that the service starts with cannot be recorded', {
        model_version: name,
        error,
      });
    }
  }

  #pollAfter(delayMs: number): void {
    if (this.#isClosed) return;
    this.#cancelPoll = this.#clock.after(delayMs, () => {
      void this.#inTurn(() => this.#follow()).then(
        () => {
          this.#failedPolls = 0;
          this.#retried = undefined;
          this.#pollAfter(this.#parts.pollMs);
        },
        (error: unknown) => this.#retryPoll(error),
      );
    });
  }

  /** Serves what this instance is pinned to, or what another instance has made active. */
  async #follow(): Promise<void> {
    const { store, wanted: configured, log } = this.#parts;
    const before = this.#current!.version.name;
    const latest = configured.version === '' ? await store.latest() : undefined;
    const named = configured.version || latest?.version;
    const wanted = named === undefined || named === before ? before : await this.#wantedFor(named);
    if (wanted === before) {
      this.#problem = undefined;
      return;
    }
    const hadProblem = this.#problem?.version === wanted;
    try {
      await this.#swap(wanted);
    } catch (error) {
      if (isOfTheVersion(error)) this.#noteProblem(wanted, error);
      throw error;
    }
    log.info(
      hadProblem
        ? 'the model version that could not be served is served now'
        : 'another instance has changed the active model version; this one follows',
      {
        model_version: wanted,
        model_version_before: before,
        cause: latest?.cause,
        job_id: latest?.job,
      },
    );
  }

  #noteProblem(version: string, error: Error): void {
    const reason =
      error instanceof EngineError
        ? `The graph of model version ${JSON.stringify(version)} cannot be run`
        : error.message;
    this.#problem = { version, reason };
  }

  /** The whole error once; while it lasts, once a minute what it says. */
  #logRetry(error: unknown, delayMs: number): void {
    const { log } = this.#parts;
    const reason = error instanceof Error ? error.message : String(error);
    const isNew = reason !== this.#retried?.reason;
    const waitedMs = this.#retried?.waitedMs ?? 0;
    const isDue = isNew || waitedMs >= REPEAT_MS;
    this.#retried = { reason, waitedMs: (isDue ? 0 : waitedMs) + delayMs };
    if (!isDue) return;
    const message =
      this.pinnedTo === undefined
        ? 'the active model version of other instances cannot be followed'
        : 'the model version that this instance is pinned to cannot be served';
    log.error(message, {
      ...(isNew ? { error } : { reason }),
      model_version: this.#current?.version.name,
      pinned_to: this.pinnedTo,
      retry_in_ms: delayMs,
    });
  }

  #retryPoll(error: unknown): void {
    if (this.#isClosed) return;
    this.#failedPolls++;
    const { pollMs } = this.#parts;
    const delayMs = Math.min(pollMs * 2 ** this.#failedPolls, Math.max(pollMs, MAX_RETRY_DELAY_MS));
    this.#logRetry(error, delayMs);
    this.#pollAfter(delayMs);
  }
}

/** Whether another version may do better. */
function isOfTheVersion(
  error: unknown,
): error is BrokenVersionError | EngineError | NoSuchVersionError {
  return (
    error instanceof BrokenVersionError ||
    error instanceof EngineError ||
    error instanceof NoSuchVersionError
  );
}
