import { mkdir, rm } from 'node:fs/promises';
import {
  addBackbone,
  checkAddition,
  type AddedBackbone,
  type AddOptions,
  type AddProgress,
  type CheckedAddition,
} from '../backbones/add';
import { backboneCards, backboneNames, backbonesFolder } from '../backbones/backbone';
import { BackboneError } from '../backbones/backbone-error';
import type { BackboneCard } from '../backbones/card';
import { CATALOGUE, type CatalogueEntry } from '../backbones/catalogue';
import { diskProblem } from '../backbones/disk-problem';
import type { Downloads } from '../backbones/fetch-source';
import { removeBackbone } from '../backbones/remove-backbone';
import { knownNames, parseSource } from '../backbones/source';
import type { Logger } from '../observability/logger';
import { makeDraft } from '../registry/drafts';
import { sweepDrafts } from '../registry/sweep-drafts';
import type {
  importTeachableMachine,
  ImportedExport,
} from '../training/pictures/write-imported-version';

import { interruptedAddition, recordAddition } from './addition-record';

/** How far an addition is: a file first has to arrive. */
export type AdditionProgress =
  | AddProgress
  | {
      readonly stage: 'receiving';
      readonly doneBytes: number;
      readonly totalBytes: number | undefined;
    };

interface Begun {
  /** What is added: a name, an address, or the name of a file. */
  readonly what: string;
  readonly startedAt: Date;
}

/** The addition that is under way, or what became of the last one of this process. */
export type Addition =
  | { readonly state: 'idle' }
  | (Begun & {
      readonly state: 'adding';
      readonly progress: AdditionProgress;
      readonly isCancelling: boolean;
    })
  | (Begun & {
      readonly state: 'added';
      readonly endedAt: Date;
      readonly card: BackboneCard;
      /** Name of the version that a Teachable Machine export became; null for any other network. */
      readonly version: string | null;
    })
  | (Begun & { readonly state: 'failed'; readonly endedAt: Date; readonly error: unknown })
  | (Begun & { readonly state: 'cancelled'; readonly endedAt: Date });

/** What can be added over the network: a path of this machine cannot. */
export type AdditionSource =
  /** A name of the catalogue, or `hf:…`. */
  | { readonly kind: 'named'; readonly text: string }
  /** A file that has been received. */
  | { readonly kind: 'file'; readonly path: string; readonly fileName: string };

/** Another network is being added. */
export class AdditionRunningError extends Error {
  override readonly name = 'AdditionRunningError';
}

/** A seat at the desk, of which there is one. */
export interface OpenAddition {
  /** Aborts when the addition is cancelled or the service stops. */
  readonly signal: AbortSignal;
  /** Makes a folder beside the backbones for a file to be received into; it goes when the addition ends. */
  receivingFolder(): Promise<string>;
  /** Says how much of a file has arrived. */
  received(doneBytes: number, totalBytes: number | undefined): void;
  /**
   * Goes on by itself, whatever becomes of the request that asked for it.
   *
   * @throws {BackboneError} for what can be told at once; the seat is still taken then
   */
  start(source: AdditionSource, options: AddOptions): void;
  /** Gives the seat back where nothing was started; does nothing otherwise. */
  leave(): Promise<void>;
}

/** Options with the name that the backbone is to have. */
type NamedOptions = AddOptions & { readonly name: string };

export interface BackboneDeskOptions {
  /** The folder of versions, in which that of backbones lies. */
  readonly modelDir: string;
  readonly downloads: Downloads;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly add?: typeof addBackbone;
  /** Makes a version of a Teachable Machine export. */
  readonly importExport?: typeof importTeachableMachine;
}

/** Backbones that are on disk. */
export interface ListedBackbones {
  /** By name. */
  readonly cards: readonly BackboneCard[];
  /** Names of those whose cards cannot be read. */
  readonly broken: readonly string[];
  /** Those of the catalogue that are not among them. */
  readonly missing: readonly CatalogueEntry[];
}

/** What the address of the addition is called, so that no backbone can be. */
export const ADDING = 'adding';

/**
 * Where backbones are added, one at a time, listed and removed. Converting a network fills cores and
 * memory, so two at once would only be slower.
 *
 * @example
 * const seat = desk.begin('mobilenetv2');
 * seat.start({ kind: 'named', text: 'mobilenetv2' }, {});
 * desk.current; // { state: 'adding', … }
 */
export class BackboneDesk {
  readonly #options: BackboneDeskOptions;
  readonly #dir: string;
  #current: Addition = { state: 'idle' };
  #cancellation = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: BackboneDeskOptions) {
    this.#options = options;
    this.#dir = backbonesFolder(options.modelDir);
  }

  get current(): Addition {
    return this.#current;
  }

  get hasDownloads(): boolean {
    return this.#options.downloads !== null;
  }

  /**
   * Removes what processes that have ended have left of additions, and tells, as the last one, of that
   * which was under way.
   */
  async sweep(): Promise<void> {
    const { logger, now } = this.#options;
    const interrupted = await interruptedAddition(this.#dir);
    const swept = await sweepDrafts(this.#dir, now());
    if (swept > 0) logger.warn('backbones that were never finished are removed', { count: swept });
    if (interrupted === undefined) return;
    const { what, startedAt, name } = interrupted;
    const isThere = (await backboneNames(this.#dir)).includes(name);
    const error = new BackboneError(
      isThere
        ? `The service ended while it was being added. The network ${JSON.stringify(name)} is there, and what was to come after it may not be: use it as it is, or remove it and add it again.`
        : 'The service ended while it was being added, and nothing of it is left: add it again. A download goes on from where it was.',
      { problem: 'interrupted' },
    );
    logger.warn('adding a backbone was interrupted', { source: what, backbone: name });
    if (this.#current.state !== 'idle') return;
    this.#current = { what, startedAt, state: 'failed', endedAt: now(), error };
  }

  /** Reads cards only: no network is hashed. */
  async list(): Promise<ListedBackbones> {
    const [names, cards] = await Promise.all([backboneNames(this.#dir), backboneCards(this.#dir)]);
    const readable = new Set(cards.map(({ name }) => name));
    return {
      cards,
      broken: names.filter((name) => !readable.has(name)).sort(),
      missing: CATALOGUE.filter((entry) => !names.includes(entry.name) && !isAmong(entry, cards)),
    };
  }

  /**
   * Takes the one seat; what is added is said when it is known.
   *
   * @throws {AdditionRunningError} while it is taken
   */
  begin(what: string): OpenAddition {
    if (this.#current.state === 'adding' || this.#isClosed) {
      throw new AdditionRunningError('a network is being added');
    }
    const begun: Begun = { what, startedAt: this.#options.now() };
    const cancellation = new AbortController();
    this.#cancellation = cancellation;
    const before = this.#current;
    const progress = { stage: 'receiving', doneBytes: 0, totalBytes: undefined } as const;
    this.#current = { ...begun, state: 'adding', progress, isCancelling: false };
    let folder: string | undefined;
    let isStarted = false;
    return {
      signal: cancellation.signal,
      receivingFolder: async () => (folder ??= await this.#makeFolder()),
      received: (doneBytes, totalBytes) =>
        this.#progress({ stage: 'receiving', doneBytes, totalBytes }),
      start: (source, options) => {
        const { name } = this.#check(source, options);
        isStarted = true;
        if (source.kind === 'file') this.#rename(source.fileName);
        this.#running = this.#run(source, { ...options, name }, folder);
      },
      leave: async () => {
        if (isStarted) return;
        const { aborted } = cancellation.signal;
        await discard(folder);
        this.#current = aborted ? this.#cancelled(begun) : before;
      },
    };
  }

  /** @returns false where nothing is being added */
  cancel(): boolean {
    if (this.#current.state !== 'adding') return false;
    this.#current = { ...this.#current, isCancelling: true };
    this.#cancellation.abort(new Error('the addition is cancelled'));
    return true;
  }

  /**
   * Versions on it go on working.
   *
   * @returns false when there is no backbone of this name
   */
  remove(name: string): Promise<boolean> {
    return removeBackbone(this.#dir, name);
  }

  /** Breaks off what is being added; a download goes on from where it is when it is asked for again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancellation.abort(new Error('the service stops'));
    await this.#running;
  }

  /** @throws {BackboneError} */
  #check(source: AdditionSource, options: AddOptions): CheckedAddition {
    if (options.name === ADDING) {
      throw new BackboneError(`A backbone cannot be called ${JSON.stringify(ADDING)}.`);
    }
    if (source.kind === 'named' && parseSource(source.text).kind === 'file') {
      throw new BackboneError(
        `There is no network ${JSON.stringify(source.text)} in the catalogue (${knownNames()}). ` +
          'A file is sent as it is, and one of the Hugging Face Hub is hf:<owner>/<repository>/<path>@<commit>.',
        { problem: 'unknown' },
      );
    }
    const { downloads } = this.#options;
    const parts = { dir: this.#dir, downloads };
    return checkAddition(textOf(source), { ...options, ...fileNameOf(source) }, parts);
  }

  /** Never rejects. The seat is free when everything of the addition is tidied up. */
  async #run(
    source: AdditionSource,
    options: NamedOptions,
    received: string | undefined,
  ): Promise<void> {
    const { what, startedAt } = this.#current as Extract<Addition, Begun>;
    let folder = received;
    const outcome = await this.#outcome({ what, startedAt }, async () => {
      folder ??= await this.#makeFolder();
      await recordAddition(folder, { what, startedAt, name: options.name });
      this.#cancellation.signal.throwIfAborted();
      return this.#add(source, options);
    });
    await discard(folder).catch((error: unknown) => {
      this.#options.logger.warn('the folder of an addition is left', { error });
    });
    this.#current = outcome;
  }

  #add(source: AdditionSource, options: NamedOptions): Promise<AddedBackbone> {
    const { downloads, now, add = addBackbone } = this.#options;
    return add(
      textOf(source),
      { ...options, ...fileNameOf(source) },
      {
        dir: this.#dir,
        downloads,
        now,
        signal: this.#cancellation.signal,
        onProgress: (progress) => this.#progress(progress),
      },
    );
  }

  async #outcome(begun: Begun, add: () => Promise<AddedBackbone>): Promise<Addition> {
    const { now, logger } = this.#options;
    const { signal } = this.#cancellation;
    try {
      const { backbone, teachableMachine } = await add();
      const version =
        teachableMachine === null ? null : await this.#import({ backbone, teachableMachine });
      logger.info('a backbone is added', { backbone: backbone.name, version });
      return { ...begun, state: 'added', endedAt: now(), card: backbone.card, version };
    } catch (error) {
      if (signal.aborted) {
        logger.info('adding a backbone is broken off', { source: begun.what });
        return this.#cancelled(begun);
      }
      if (error instanceof BackboneError && error.problem !== 'storage') {
        logger.info('a backbone cannot be added', { source: begun.what, error });
      } else {
        logger.error('adding a backbone failed', { source: begun.what, error });
      }
      return { ...begun, state: 'failed', endedAt: now(), error };
    }
  }

  /** Takes the backbone away again where its version cannot be written: the next try finds the name free. */
  async #import(imported: ImportedExport): Promise<string> {
    const { modelDir, now } = this.#options;
    try {
      const importExport = this.#options.importExport ?? (await theImport());
      return (await importExport(modelDir, imported, now())).name;
    } catch (error) {
      await this.remove(imported.backbone.name);
      throw error;
    }
  }

  #cancelled(begun: Begun): Addition {
    return { ...begun, state: 'cancelled', endedAt: this.#options.now() };
  }

  #progress(progress: AdditionProgress): void {
    if (this.#current.state === 'adding') this.#current = { ...this.#current, progress };
  }

  #rename(what: string): void {
    if (this.#current.state === 'adding') this.#current = { ...this.#current, what };
  }

  async #makeFolder(): Promise<string> {
    try {
      await mkdir(this.#dir, { recursive: true });
      return await makeDraft(this.#dir, 'receiving');
    } catch (cause) {
      throw new BackboneError(
        `The folder of backbones cannot be written (${diskProblem(cause)}).`,
        { cause, problem: 'storage' },
      );
    }
  }
}

/** Loaded when it is needed: it brings ONNX Runtime with it. */
async function theImport(): Promise<typeof importTeachableMachine> {
  return (await import('../training/pictures/write-imported-version.js')).importTeachableMachine;
}

/** Whether the same network is there under another name. */
function isAmong({ sha256, copies = [] }: CatalogueEntry, cards: readonly BackboneCard[]): boolean {
  return cards.some(({ source }) => source.sha256 === sha256 || copies.includes(source.sha256));
}

function textOf(source: AdditionSource): string {
  return source.kind === 'named' ? source.text : source.path;
}

function fileNameOf(source: AdditionSource): Pick<AddOptions, 'fileName'> {
  return source.kind === 'named' ? {} : { fileName: source.fileName };
}

async function discard(folder: string | undefined): Promise<void> {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
