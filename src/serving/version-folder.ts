import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../observability/logger';
import type { ModelCard } from '../registry/card';
import { BrokenVersionError } from '../registry/errors';
import { versionMeantBy } from '../registry/find-version';
import { RESTORED, restoreFiles } from '../registry/intact-copies';
import { openVersion } from '../registry/open-version';
import { successorOf, takesPlaceOf } from '../registry/succession';
import type { ModelVersion } from '../registry/version';
import { isVersionName } from '../registry/version-name';
import { NoSuchVersionError } from './errors';

/** The versions that can be served, by name. */
export class VersionFolder {
  readonly #folder: string;
  readonly #log: Logger;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Whether there is one of this name, good or broken. */
  has(name: string): boolean {
    return isVersionName(name) && existsSync(path.join(this.#folder, name));
  }

  /**
   * Opens a version; of one that is damaged, files that are intact elsewhere are restored.
   *
   * @throws {NoSuchVersionError} when there is none of this name
   * @throws {BrokenVersionError} when its files are not those that were written
   */
  async open(name: string): Promise<ModelVersion> {
    if (!this.has(name)) throw new NoSuchVersionError(name);
    const folder = path.join(this.#folder, name);
    try {
      return await openVersion(folder);
    } catch (error) {
      // A version that is deleted while its files are read looks broken, and is none.
      if (!this.has(name)) throw new NoSuchVersionError(name);
      if (error instanceof BrokenVersionError && (await this.#restore(name))) {
        return openVersion(folder);
      }
      throw error;
    }
  }

  /**
   * The version that a name means: where that is gone, the one that takes its place.
   *
   * @param current the version in service: cards are read only where it does not tell
   * @throws {NoModelError} when the folder cannot be read
   */
  async meantBy(name: string, current: ModelVersion | undefined): Promise<string> {
    const isMeant = current !== undefined && takesPlaceOf(current.card, name);
    if (isMeant && !this.has(name) && this.has(current.name)) return current.name;
    return versionMeantBy(this.#folder, name);
  }

  /**
   * The same for many names.
   *
   * @param cards of all versions, newest first
   */
  meaning(cards: readonly ModelCard[]): (name: string) => string {
    return (name) => (this.has(name) ? name : (successorOf(name, cards)?.version ?? name));
  }

  /** @returns whether files of the version were damaged, and are restored */
  async #restore(name: string): Promise<boolean> {
    try {
      const { restored } = await restoreFiles(this.#folder, name);
      if (restored.length > 0) {
        this.#log.error(RESTORED, { model_version: name, files: restored });
      }
      return restored.length > 0;
    } catch (error) {
      this.#log.error('files of a model version cannot be restored', {
        model_version: name,
        error,
      });
      return false;
    }
  }
}
