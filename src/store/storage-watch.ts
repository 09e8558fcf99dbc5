import { StorageError, type StorageProblem } from './storage-error';

export interface StorageWatchOptions {
  /** See {@link Storage.check}. */
  readonly check: () => Promise<void>;
  /** Free space of the disk that the database is on, in bytes. */
  readonly freeBytes: () => Promise<number>;
  /** Below so many free bytes, what needs much space is refused. */
  readonly minFreeBytes: number;
  /** Removes what is too old or too much. */
  readonly prune: () => Promise<void>;
  readonly log: StorageWatchLog;
  readonly checkIntervalMs?: number;
  readonly pruneIntervalMs?: number;
}

/** Where it says what happens to the storage; a logger fits. */
export interface StorageWatchLog {
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
  info(message: string, details: Readonly<Record<string, unknown>>): void;
}

const CHECK_INTERVAL_MS = 2000;
const PRUNE_INTERVAL_MS = 10 * 60_000;

/**
 * Looks every few seconds whether the database takes changes and how much space there is, and
 * removes from time to time what is too old. Whatever is wrong is right again by itself when its
 * cause is gone.
 */
export class StorageWatch {
  readonly #options: StorageWatchOptions;
  #timers: NodeJS.Timeout[] = [];
  #problem: StorageProblem | undefined;
  #freeBytes: number | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: StorageWatchOptions) {
    this.#options = options;
  }

  /** What keeps the database from taking changes now; undefined when it takes them. */
  get problem(): StorageProblem | undefined {
    return this.#problem;
  }

  /** Whether there is less space than there should be for anything large. */
  get isSpaceLow(): boolean {
    return this.#freeBytes !== undefined && this.#freeBytes < this.#options.minFreeBytes;
  }

  /** Free bytes of the disk when it was looked at last; undefined before that. */
  get freeBytes(): number | undefined {
    return this.#freeBytes;
  }

  start(): void {
    const { checkIntervalMs = CHECK_INTERVAL_MS, pruneIntervalMs = PRUNE_INTERVAL_MS } =
      this.#options;
    this.#timers = [
      setInterval(() => void this.look(), checkIntervalMs).unref(),
      setInterval(() => void this.#prune(), pruneIntervalMs).unref(),
    ];
    void this.look();
    void this.#prune();
  }

  /** Ends when what it is doing is done. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking;
  }

  /** Looks now; while it is looking already, waits for that. Never throws. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<void> {
    await Promise.all([this.#check(), this.#measure()]);
  }

  async #check(): Promise<void> {
    try {
      await this.#options.check();
      this.#problem = undefined;
    } catch (error) {
      this.#problem = error instanceof StorageError ? error.problem : 'broken';
    }
  }

  async #measure(): Promise<void> {
    const { freeBytes, minFreeBytes, log } = this.#options;
    const wasLow = this.isSpaceLow;
    try {
      this.#freeBytes = await freeBytes();
    } catch {
      this.#freeBytes = undefined; // the folder is gone, which the check tells of
    }
    const sizes = { free_bytes: this.#freeBytes, wanted_bytes: minFreeBytes };
    if (this.isSpaceLow && !wasLow) log.warn('the disk is nearly full; uploads are refused', sizes);
    if (!this.isSpaceLow && wasLow) log.info('the disk has space again', sizes);
  }

  async #prune(): Promise<void> {
    try {
      await this.#options.prune();
    } catch (error) {
      this.#options.log.warn('old predictions were not removed', { error });
    }
  }
}
