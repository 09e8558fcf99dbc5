import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LoadedVersion, ModelLease } from '../inference/classification';
import { QueueFullError } from '../inference/errors';
import { openVersion } from '../registry/open-version';
import { isVersionName } from '../registry/version-name';
import type { ActiveModel } from './active-model';
import { ModelNotLoadedError, NoSuchVersionError } from './errors';

export interface LoadedVersionsParts {
  readonly active: Pick<ActiveModel, 'current'>;
  readonly modelDir: string;
  /** Most versions that stay loaded beside the active one. */
  readonly max: number;
}

interface Shelved {
  readonly loaded: LoadedVersion;
  /** Makes room for another one, and takes no more requests. */
  isLeaving: boolean;
}

/** Versions that may wait for being loaded; each takes seconds, in which the threads do little else. */
const MAX_LOADS = 4;

/**
 * The versions that requests may name. The active one is there anyway; another one is loaded by the
 * first request that names it and stays, until one that was asked for later needs its room.
 *
 * @example
 * const lease = await versions.lease('cifar10-small-1');
 * try { … } finally { lease.release(); }
 */
export class LoadedVersions {
  readonly #parts: LoadedVersionsParts;
  /** The one asked for least recently comes first. */
  readonly #shelf = new Map<string, Shelved>();
  readonly #loads = new Map<string, Promise<Shelved>>();

  constructor(parts: LoadedVersionsParts) {
    this.#parts = parts;
  }

  /** Whether a request for it waits for nothing to be loaded. */
  isLoaded(name: string): boolean {
    return name === this.#activeName || this.#shelf.has(name);
  }

  /**
   * Holds a version for one request.
   *
   * @param name without one, the active version
   * @throws {ModelNotLoadedError} while there is no active version
   * @throws {NoSuchVersionError} when there is none of this name
   * @throws {BrokenVersionError} when its files are not those that were written
   * @throws {EngineError} when its graph cannot be run
   * @throws {QueueFullError} when too many others are being loaded
   */
  async lease(name?: string): Promise<ModelLease> {
    if (name === undefined || name === this.#activeName) return this.#classifier.lease();
    for (;;) {
      const shelved = await this.#find(name);
      if (!shelved.isLeaving) return shelved.loaded.lease();
    }
  }

  /** Loads a version, so that the first request for it does not wait. @throws what {@link lease} throws */
  async load(name: string): Promise<void> {
    (await this.lease(name)).release();
  }

  /**
   * Frees a version when those who hold it are done.
   *
   * @returns false where it was not loaded beside the active one
   */
  unload(name: string): boolean {
    const shelved = this.#shelf.get(name);
    if (shelved === undefined) return false;
    this.#takeOff(name, shelved);
    return true;
  }

  get #classifier(): NonNullable<ActiveModel['current']>['classifier'] {
    const { current } = this.#parts.active;
    if (current === undefined) throw new ModelNotLoadedError();
    return current.classifier;
  }

  /** What the classifier answers with, which changes a moment before what the active model says. */
  get #activeName(): string | undefined {
    return this.#parts.active.current?.classifier.version.name;
  }

  async #find(name: string): Promise<Shelved> {
    if (!this.#exists(name)) {
      this.unload(name); // it has been deleted since
      throw new NoSuchVersionError(name);
    }
    const known = this.#shelf.get(name);
    if (known !== undefined) {
      this.#shelf.delete(name);
      this.#shelf.set(name, known);
      return known;
    }
    const loading = this.#loads.get(name);
    if (loading !== undefined) return loading;
    if (this.#loads.size >= MAX_LOADS) throw new QueueFullError('other versions are being loaded');
    const load = this.#load(name).finally(() => this.#loads.delete(name));
    this.#loads.set(name, load);
    return load;
  }

  async #load(name: string): Promise<Shelved> {
    const classifier = this.#classifier;
    const version = await openVersion(path.join(this.#parts.modelDir, name));
    const loaded = await classifier.loadVersion(version);
    const shelved = { loaded, isLeaving: false };
    for (const [other, old] of [...this.#shelf].slice(0, this.#tooMany)) this.#takeOff(other, old);
    this.#shelf.set(name, shelved);
    return shelved;
  }

  /** Versions that have to leave before another one comes. */
  get #tooMany(): number {
    return Math.max(0, this.#shelf.size + 1 - this.#parts.max);
  }

  #takeOff(name: string, shelved: Shelved): void {
    this.#shelf.delete(name);
    shelved.isLeaving = true;
    void shelved.loaded.unload();
  }

  #exists(name: string): boolean {
    return isVersionName(name) && existsSync(path.join(this.#parts.modelDir, name));
  }
}
