import type { CatalogueEntry, VersionCatalogue } from '../registry/version-catalogue';
import { HttpError } from './http-error';

/**
 * A version on disk, whole or broken.
 *
 * @throws {HttpError} MODEL_NOT_FOUND
 */
export async function findModel(
  catalogue: VersionCatalogue,
  version: string,
): Promise<CatalogueEntry> {
  const entry = await catalogue.find(version);
  if (entry !== undefined) return entry;
  throw new HttpError('MODEL_NOT_FOUND', 'There is no model version of this name.');
}

/**
 * A version on disk whose files are those that were written.
 *
 * @throws {HttpError} MODEL_NOT_FOUND, MODEL_BROKEN
 */
export async function findGoodModel(
  catalogue: VersionCatalogue,
  version: string,
): Promise<Extract<CatalogueEntry, { kind: 'good' }>> {
  const entry = await findModel(catalogue, version);
  if (entry.kind === 'good') return entry;
  throw new HttpError('MODEL_BROKEN', `${entry.reason}.`);
}
