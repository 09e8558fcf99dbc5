import type { ActiveModel, ServingModel } from './active-model';
import { ModelNotLoadedError } from './errors';

export type ServiceStatus = 'loading' | 'healthy' | 'degraded' | 'stopping';

/** Something that keeps the service from being ready. */
export interface Problem {
  /** Stable, for programs: `MODEL_UNAVAILABLE`. */
  readonly code: string;
  /** A sentence for people, without paths and addresses: anybody may read it. */
  readonly message: string;
  /** Whether predictions are answered all the same. */
  readonly answersPredictions: boolean;
}

/** Looks whether something keeps the service from being ready; fast, and never throws. */
export type ReadinessCheck = () => Problem | undefined;

type Serving = Pick<ActiveModel, 'current'>;

/**
 * What the service can do at the moment: it loads, serves, then stops. While a readiness check finds
 * a problem it is degraded: not ready, though it answers what it can.
 */
export class ServiceState {
  readonly #active: Serving;
  readonly #checks: readonly ReadinessCheck[];
  readonly #stop = new AbortController();

  constructor(active: Serving, checks: readonly ReadinessCheck[] = []) {
    this.#active = active;
    this.#checks = checks;
  }

  get status(): ServiceStatus {
    if (this.stopSignal.aborted) return 'stopping';
    if (this.model === undefined) return 'loading';
    return this.problems.length === 0 ? 'healthy' : 'degraded';
  }

  /** What keeps it from being ready now; none while it loads. */
  get problems(): readonly Problem[] {
    if (this.model === undefined) return [];
    return this.#checks.flatMap((check) => check() ?? []);
  }

  /** Whether predictions are answered. */
  get isServing(): boolean {
    const { status } = this;
    if (status !== 'degraded') return status === 'healthy';
    return this.problems.every(({ answersPredictions }) => answersPredictions);
  }

  /** Aborts when the service begins to stop: answers that would go on for ever end then. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** The model in service; undefined while it loads. */
  get model(): ServingModel | undefined {
    return this.#active.current;
  }

  /** @throws {ModelNotLoadedError} while there is none. */
  requireModel(): ServingModel {
    if (this.model !== undefined) return this.model;
    throw new ModelNotLoadedError();
  }

  /** Readiness is false from now on; requests that still come are answered. */
  beginStop(): void {
    this.#stop.abort();
  }
}
