import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { draftPrefix } from './drafts';
import { isVersionName } from './version-name';

/** How folders are called that are no versions any more, behind the dot of drafts. */
const KIND = 'deleted-';

/** A version that has been taken away and not been removed yet. */
export interface RemovedVersion {
  /** Puts it back. */
  restore(): Promise<void>;
  /** Removes its files for good. */
  discard(): Promise<void>;
}

/**
 * Takes a version away, at once for everybody: its folder is renamed, so that nobody finds half of
 * it. Its files are there until they are discarded; files that other versions share with it stay.
 *
 * @returns undefined when there is no version of this name
 *
 * @example
 * const removed = await removeVersion('models', 'cifar10-standard-8');
 * await removed?.discard();
 */
export async function removeVersion(
  modelDir: string,
  name: string,
): Promise<RemovedVersion | undefined> {
  if (!isVersionName(name)) return undefined;
  const folder = path.join(modelDir, name);
  const away = path.join(modelDir, `${draftPrefix(`${KIND}${name}`)}${randomUUID()}`);
  try {
    await rename(folder, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return {
    restore: () => rename(away, folder),
    discard: () => rm(away, { recursive: true, force: true }),
  };
}

/** Removes what is left of versions that were taken away when the program was killed. */
export async function discardLeftovers(modelDir: string): Promise<void> {
  const names = await readdir(modelDir);
  for (const name of names.filter((entry) => entry.startsWith(`.${KIND}`))) {
    await rm(path.join(modelDir, name), { recursive: true, force: true });
  }
}
