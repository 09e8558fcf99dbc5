import type { ModelCard } from '../../registry/card';
import { findGoodModel } from '../api/models/find-model';
import { HttpError } from '../kit/errors/http-error';
import type { ProtocolParts } from './protocol-parts';

/** The protocols name models; this service has one, whose versions are those of the registry. */
export const MODEL_NAME = 'classifier';

/** @throws {HttpError} MODEL_NOT_FOUND for any other name */
export function requireModelName(name: unknown): void {
  if (name === MODEL_NAME) return;
  throw new HttpError('MODEL_NOT_FOUND', `There is no such model; there is "${MODEL_NAME}".`);
}

/**
 * The card of a version, or of the active one.
 *
 * @throws {HttpError} MODEL_LOADING, MODEL_NOT_FOUND, MODEL_BROKEN
 */
export async function cardOf(
  { state, catalogue }: Pick<ProtocolParts, 'state' | 'catalogue'>,
  version: string | undefined,
): Promise<ModelCard> {
  const active = state.requireModel().version;
  if (version === undefined || version === active.name) return active.card;
  return (await findGoodModel(catalogue, version)).card;
}

/** The version that a path names, if it does. */
export function versionOf(params: {
  readonly version?: string | string[] | undefined;
}): string | undefined {
  return params.version === undefined ? undefined : String(params.version);
}
