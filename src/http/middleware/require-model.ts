import type { RequestHandler } from 'express';
import type { ServiceState } from '../../serving/service-state';

export interface RequireModelOptions {
  readonly state: ServiceState;
}

/** While no model is loaded, answers before an upload is read. */
export function requireModel({ state }: RequireModelOptions): RequestHandler {
  return (_req, _res, next) => {
    state.requireModel();
    next();
  };
}
