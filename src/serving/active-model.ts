import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import type { Activation, ActivationReason } from '../store/activations/activation';

/** A version and the classifier that runs it. */
export interface ServingModel {
  readonly version: ModelVersion;
  readonly classifier: Classifier;
}

/** Why an instance does not serve the version that it should. */
export interface ServingProblem {
  /** The version that it should serve. */
  readonly version: string;
  /** A sentence without paths, for people: `Model version "v1" is broken: head.bin is missing`. */
  readonly reason: string;
}

/**
 * Which version answers, and the only way to change it. Changes come one after the other; each is
 * a row in the store, which other instances over the same database follow.
 *
 * @example
 * const version = await active.promote('cifar10-standard-8', { cause: 'manual' });
 * await active.rollback(); // back to the one before
 */
export interface ActiveModel {
  /** What answers now; undefined until the first version is loaded. */
  readonly current: ServingModel | undefined;
  /**
   * The version that MODEL_VERSION keeps this instance at, whatever is promoted elsewhere, or the
   * successor of the one that it names; undefined when it follows the active version.
   */
  readonly pinnedTo: string | undefined;
  /**
   * Why this instance does not serve the version that it should, which it goes on trying to open;
   * undefined while it does.
   */
  readonly problem: ServingProblem | undefined;
  /**
   * Makes a version the one that answers. It is checked, loaded and warm before it takes over,
   * between two batches; when anything of that fails, the one before goes on answering. Promoting
   * the active version changes nothing and leaves no row. A pinned instance stays with its version:
   * what the gate of a retraining lets pass is checked and becomes active for the instances that
   * follow; anything else is refused.
   *
   * @param over the version that it may take over from, at the moment that it is its turn, whatever
   *   instance has chosen it; without one, any
   * @throws {OvertakenError} when another one than `over` is active
   * @throws {NoSuchVersionError} when there is none of this name
   * @throws {BrokenVersionError} when its files are not those that were written
   * @throws {EngineError} when its graph cannot be run
   * @throws {ModelNotLoadedError} while there is no version that it could take over from
   * @throws {PinnedError} when MODEL_VERSION pins this instance
   */
  promote(name: string, why: ActivationReason, over?: string): Promise<ModelVersion>;
  /**
   * Goes back to the version that was active before the one active now, or to its successor, passing
   * over those that have been deleted since and have none. Rolling back twice goes back by two.
   *
   * @throws {NothingToRollBackError} when there is none
   * @throws what {@link promote} throws
   */
  rollback(): Promise<ModelVersion>;
  /** The last activations, newest first. */
  history(limit: number): Promise<readonly Activation[]>;
  /** Stops following the store and ends the classifier; nothing is promoted afterwards. */
  close(): Promise<void>;
}
