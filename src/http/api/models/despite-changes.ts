import { ClosedError } from '../../../inference/errors';
import type { VersionCatalogue } from '../../../registry/version-catalogue';
import { findGoodModel } from './find-model';

export interface ChangingVersions {
  readonly catalogue: VersionCatalogue;
  readonly state: { readonly stopSignal: AbortSignal };
}

/**
 * Does what takes its time with versions that may be deleted, or broken, meanwhile: that is what is
 * said then, rather than what it did to the work.
 *
 * @param versions their names
 * @throws {ClosedError} when the work failed because the service stops
 * @throws {HttpError} MODEL_NOT_FOUND, MODEL_BROKEN
 * @throws what the work throws, while its versions are as they were
 */
export async function despiteChanges<Result>(
  versions: readonly string[],
  { catalogue, state: { stopSignal } }: ChangingVersions,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (stopSignal.aborted) throw new ClosedError('the service stops', { cause: error });
    for (const version of versions) await findGoodModel(catalogue, version);
    throw error;
  }
}
