import { successorOf } from '../../../registry/succession';
import { isVersionName } from '../../../registry/version-name';
import type { CatalogueEntry, VersionCatalogue } from '../../../registry/version-catalogue';
import { HttpError } from '../../kit/errors/http-error';

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
  const entries = isVersionName(version) ? await catalogue.list() : [];
  const cards = entries.flatMap((one) => (one.kind === 'good' ? [one.card] : []));
  const successor = successorOf(version, cards);
  throw new HttpError(
    'MODEL_NOT_FOUND',
    successor === undefined
      ? 'There is no model version of this name.'
      : `There is no model version of this name any more; ${successor.version}, made from it, has taken its place.`,
  );
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
