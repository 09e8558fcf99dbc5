import type { ActiveModel, ServingModel } from '../serving/active-model';
import { HttpError } from './http-error';

export type ServiceStatus = 'loading' | 'healthy' | 'stopping';

/** What the service can do at the moment: it loads, serves, then stops. */
export class ServiceState {
  readonly #active: Pick<ActiveModel, 'current'>;
  readonly #stop = new AbortController();

  constructor(active: Pick<ActiveModel, 'current'>) {
    this.#active = active;
  }

  get status(): ServiceStatus {
    if (this.stopSignal.aborted) return 'stopping';
    return this.model === undefined ? 'loading' : 'healthy';
  }

  /** Aborts when the service begins to stop: answers that would go on for ever end then. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** The model in service; undefined while it loads. */
  get model(): ServingModel | undefined {
    return this.#active.current;
  }

  /** @throws {HttpError} MODEL_LOADING while there is none. */
  requireModel(): ServingModel {
    if (this.model !== undefined) return this.model;
    throw new HttpError('MODEL_LOADING', 'The model is still loading; try again shortly.', {
      headers: { 'Retry-After': '2' },
    });
  }

  /** Readiness is false from now on; requests that still come are answered. */
  beginStop(): void {
    this.#stop.abort();
  }
}
