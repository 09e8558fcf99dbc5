import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import { HttpError } from './http-error';

/** A version and the classifier that runs it. */
export interface ServingModel {
  readonly version: ModelVersion;
  readonly classifier: Classifier;
}

export type ServiceStatus = 'loading' | 'healthy' | 'stopping';

/** What the service can do at the moment: it loads, serves, then stops. */
export class ServiceState {
  #model: ServingModel | undefined;
  #stopping = false;

  get status(): ServiceStatus {
    if (this.#stopping) return 'stopping';
    return this.#model === undefined ? 'loading' : 'healthy';
  }

  /** The model in service; undefined while it loads. */
  get model(): ServingModel | undefined {
    return this.#model;
  }

  /** @throws {HttpError} MODEL_LOADING while there is none. */
  requireModel(): ServingModel {
    if (this.#model !== undefined) return this.#model;
    throw new HttpError('MODEL_LOADING', 'The model is still loading; try again shortly.', {
      headers: { 'Retry-After': '2' },
    });
  }

  /** From now on requests are answered by this model. */
  serve(model: ServingModel): void {
    this.#model = model;
  }

  /** Readiness is false from now on; requests that still come are answered. */
  beginStop(): void {
    this.#stopping = true;
  }
}
