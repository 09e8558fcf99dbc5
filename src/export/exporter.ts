import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from '../registry/card';
import { ExportBusyError, ExportFailedError, NotExportableError } from './errors';
import type { ExportFileName } from './export-files';
import { inExportThread } from './export-thread';
import { openExportFiles, type OpenedFile } from './opened-export';

export interface ExporterOptions {
  /** Keeps exports; may be deleted at any time. */
  readonly folder: string;
  readonly licenceFile: string;
  readonly fitPictureFile: string;
  /** The service's own version. */
  readonly release: string;
  readonly now: () => Date;
}

/** A version that is to be exported. */
export interface Exportable {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly card: ModelCard;
}

interface Building {
  readonly key: string;
  readonly done: Promise<void>;
  readonly giveUp: () => void;
  waiting: number;
}

/** Exports that are kept, the one that was asked for last included. */
const KEPT_EXPORTS = 4;
/** Exports that may wait for one that is being written. */
const MOST_WAITING = 4;
const TIMEOUT_MS = 5 * 60_000;
/** A draft that is older belongs to nobody any more. */
const DRAFT_MS = 2 * TIMEOUT_MS;
const DRAFT = '.draft-';

/**
 * Exports of versions: graphs with the head inside, and what is needed to use them elsewhere. One at a
 * time is written, and the last few are kept.
 *
 * @example
 * const files = await exporter.open(version, signal);
 */
export class Exporter {
  readonly #options: ExporterOptions;
  readonly #building = new Map<string, Building>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  /** Tells exports apart: the same text for the same files. */
  identify({ card }: Pick<Exportable, 'card'>): string {
    const { release } = this.#options;
    const made = JSON.stringify([release, card.version, Object.entries(card.files).sort()]);
    return createHash('sha256').update(made).digest('hex').slice(0, 16);
  }

  /**
   * Opens the export of a version, or files of it, and writes it first where it is not kept.
   *
   * @param signal gives up; the writing goes on while somebody else waits for it
   * @returns those files that the export has, open; whoever asked closes them
   * @throws {NotExportableError} when the version cannot be exported
   * @throws {ExportBusyError} when too many wait
   * @throws {ExportFailedError} when it goes wrong or is given up
   */
  async open(
    version: Exportable,
    signal: AbortSignal,
    names?: readonly ExportFileName[],
  ): Promise<OpenedFile[]> {
    const key = `${version.name}~${this.identify(version)}`;
    const place = path.join(this.#options.folder, key);
    const kept = await openExportFiles(place, names);
    if (kept !== undefined) {
      const now = this.#options.now();
      await utimes(place, now, now); // the one used least recently makes way
      return kept;
    }
    await this.#wait(this.#building.get(key) ?? this.#start(key, place, version), signal);
    const files = await openExportFiles(place, names);
    if (files !== undefined) return files;
    throw new ExportFailedError('an export was removed before it was read');
  }

  /** Gives up what is being written, and waits until nothing is. */
  async close(): Promise<void> {
    for (const { giveUp } of this.#building.values()) giveUp();
    await this.#last;
  }

  /** Waits for an export together with others; the last one to leave gives it up. */
  async #wait(building: Building, signal: AbortSignal): Promise<void> {
    building.waiting++;
    let onAbort = (): void => undefined;
    const left = new Promise<never>((_resolve, reject) => {
      onAbort = () =>
        reject(
          new ExportFailedError('an export was given up', { cause: signal.reason as unknown }),
        );
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      await Promise.race([building.done, left]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      building.waiting--;
      if (building.waiting === 0) {
        building.giveUp();
        this.#forget(building); // who comes now starts anew
      }
    }
  }

  #start(key: string, place: string, version: Exportable): Building {
    if (this.#building.size > MOST_WAITING) throw new ExportBusyError();
    const controller = new AbortController();
    const done = this.#last.then(() => this.#build(place, version, controller.signal));
    const building: Building = { key, done, waiting: 0, giveUp: () => controller.abort() };
    this.#building.set(key, building);
    this.#last = done
      .catch(() => undefined) // whoever waits is told
      .finally(() => this.#forget(building));
    return building;
  }

  #forget(building: Building): void {
    if (this.#building.get(building.key) === building) this.#building.delete(building.key);
  }

  async #build(place: string, version: Exportable, signal: AbortSignal): Promise<void> {
    const { folder, licenceFile, fitPictureFile, release } = this.#options;
    if (signal.aborted) throw new ExportFailedError('an export was given up');
    await mkdir(folder, { recursive: true });
    const draft = await mkdtemp(path.join(folder, DRAFT));
    try {
      const answer = await inExportThread(
        {
          version: version.folder,
          target: draft,
          licenceFile,
          fitPictureFile,
          producerVersion: release,
        },
        AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      );
      switch (answer.kind) {
        case 'not-exportable':
          throw new NotExportableError(answer.reason);
        case 'failed':
          throw new ExportFailedError(answer.reason);
        case 'written':
          await publish(draft, place);
      }
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await this.#makeRoom(path.basename(place));
  }

  /** Removes what was used least recently, and drafts of processes that are gone. */
  async #makeRoom(newest: string): Promise<void> {
    const { folder, now } = this.#options;
    const kept: { readonly name: string; readonly usedMs: number }[] = [];
    for (const name of await readdir(folder)) {
      const usedMs = (await stat(path.join(folder, name)).catch(() => undefined))?.mtimeMs;
      if (usedMs === undefined || name === newest) continue; // another process was faster
      if (!name.startsWith(DRAFT)) kept.push({ name, usedMs });
      else if (now().getTime() - usedMs > DRAFT_MS) await this.#remove(name);
    }
    kept.sort((a, b) => b.usedMs - a.usedMs);
    for (const { name } of kept.slice(KEPT_EXPORTS - 1)) await this.#remove(name);
  }

  async #remove(name: string): Promise<void> {
    await rm(path.join(this.#options.folder, name), { recursive: true, force: true });
  }
}

/** Another process that shares the folder may have written the same meanwhile. */
async function publish(draft: string, place: string): Promise<void> {
  try {
    await rename(draft, place);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
