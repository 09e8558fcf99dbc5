import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Classifier } from '../inference/classification';
import { systemClock, type Clock } from '../inference/clock';
import { ClosedError, EngineError } from '../inference/errors';
import type { Logger } from '../observability/logger';
import { BrokenVersionError, NoModelError } from '../registry/errors';
import { cardsNewestFirst } from '../registry/find-version';
import { openVersion } from '../registry/open-version';
import type { ModelVersion } from '../registry/version';
import { isVersionName } from '../registry/version-name';
import type {
  Activation,
  ActivationReason,
  ActivationStore,
} from '../store/activations/activation';
import type { ActiveModel, ServingModel } from './active-model';
import {
  ModelNotLoadedError,
  NoSuchVersionError,
  NothingToRollBackError,
  OvertakenError,
} from './errors';
import { startCandidates, type StartCandidate } from './start-candidates';
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
   * Loads the version to start with, and follows the store from then on. A version that is broken
   * or cannot be run is passed over, which the log says loudly.
   *
   * @throws {NoModelError} when no version can be served
   */
  start(): Promise<ServingModel>;
}

/** Of activations that a rollback looks back on. */
const MEMORY = 1000;
const MAX_RETRY_DELAY_MS = 60_000;

/** The active version of a folder of versions, as the activations in the store say. */
export function openActiveModel(parts: ActiveModelParts): StartableActiveModel {
  return new StoredActiveModel(parts);
}

class StoredActiveModel implements StartableActiveModel {
  readonly #parts: ActiveModelParts;
  readonly #clock: Clock;
  #current: ServingModel | undefined;
  /** The last activation that has been acted upon. */
  #seenId: number | undefined;
  #lastTask: Promise<unknown> = Promise.resolve();
  #cancelPoll: (() => void) | undefined;
  #failedPolls = 0;
  #isClosed = false;

  constructor(parts: ActiveModelParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
  }

  get current(): ServingModel | undefined {
    return this.#current;
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
        cards,
      });
      const model = await this.#startWithOneOf(candidates);
      this.#seenId = latest?.id;
      if (latest?.version !== model.version.name) await this.#recordStart(model.version);
      this.#current = model;
      this.#pollAfter(this.#parts.pollMs);
      return model;
    });
  }

  promote(name: string, why: ActivationReason, over?: string): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const latest = (await this.#parts.store.latest())?.version ?? this.#current?.version.name;
      const isOvertaken =
        over !== undefined && latest !== undefined && ![over, name].includes(latest);
      if (isOvertaken) throw new OvertakenError(latest);
      return this.#activate(name, why);
    });
  }

  rollback(): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const before = versionsBefore(await this.#parts.store.list(MEMORY));
      const target = before.find((name) => this.#exists(name));
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
    const { store, log } = this.#parts;
    const isLatest = (await store.latest())?.version === name;
    const record = async (): Promise<void> => {
      // It may have been deleted while it was loaded.
      if (!this.#exists(name)) throw new NoSuchVersionError(name);
      if (!isLatest) this.#seenId = await this.#record(name, why);
    };
    const before = this.#current.version;
    if (before.name === name) {
      await record();
      return before;
    }
    const version = await this.#swap(name, record);
    log.info('the active model version has changed', {
      model_version: name,
      model_version_before: before.name,
      cause: why.cause,
      job_id: why.job,
    });
    return version;
  }

  /** @param beforeTakingOver called when the version is ready; when it fails, nothing changes */
  async #swap(name: string, beforeTakingOver?: () => Promise<void>): Promise<ModelVersion> {
    const { classifier } = this.#current!;
    const version = await this.#open(name);
    await classifier.swap(version, beforeTakingOver);
    this.#current = { version, classifier };
    return version;
  }

  async #open(name: string): Promise<ModelVersion> {
    if (!this.#exists(name)) throw new NoSuchVersionError(name);
    return openVersion(path.join(this.#parts.modelDir, name));
  }

  #exists(name: string): boolean {
    return isVersionName(name) && existsSync(path.join(this.#parts.modelDir, name));
  }

  /** @returns its id */
  async #record(version: string, why: ActivationReason): Promise<number> {
    const { store, now } = this.#parts;
    return (await store.record(version, now().getTime(), why)).id;
  }

  async #startWithOneOf(candidates: readonly StartCandidate[]): Promise<ServingModel> {
    const { log } = this.#parts;
    const failures: unknown[] = [];
    for (const { version: name, reason, isWanted } of candidates) {
      try {
        const version = await this.#open(name);
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
      }
    }
    throw new NoModelError(
      'There is no good model version to serve; `npm run train` makes one, and MODEL_DIR says where they are',
      { cause: failures[0] },
    );
  }

  /** The service starts without the row, if it must: which version answers matters more. */
  async #recordStart({ name }: ModelVersion): Promise<void> {
    try {
      this.#seenId = await this.#record(name, { cause: 'start' });
    } catch (error) {
      this.#parts.log.error('the version that the service starts with cannot be recorded', {
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
          this.#pollAfter(this.#parts.pollMs);
        },
        (error: unknown) => this.#retryPoll(error),
      );
    });
  }

  /** Does what another instance has done. */
  async #follow(): Promise<void> {
    const latest = await this.#parts.store.latest();
    if (latest === undefined || latest.id === this.#seenId) return;
    const before = this.#current!.version.name;
    if (latest.version !== before) {
      await this.#swap(latest.version);
      this.#parts.log.info(
        'another instance has changed the active model version; this one follows',
        {
          model_version: latest.version,
          model_version_before: before,
          cause: latest.cause,
          job_id: latest.job,
        },
      );
    }
    this.#seenId = latest.id;
  }

  #retryPoll(error: unknown): void {
    if (this.#isClosed) return;
    this.#failedPolls++;
    const { pollMs, log } = this.#parts;
    const delayMs = Math.min(pollMs * 2 ** this.#failedPolls, Math.max(pollMs, MAX_RETRY_DELAY_MS));
    log.error('the active model version of other instances cannot be followed', {
      error,
      model_version: this.#current?.version.name,
      retry_in_ms: delayMs,
    });
    this.#pollAfter(delayMs);
  }
}

/** Whether another version may do better. */
function isOfTheVersion(error: unknown): boolean {
  return (
    error instanceof BrokenVersionError ||
    error instanceof EngineError ||
    error instanceof NoSuchVersionError
  );
}
