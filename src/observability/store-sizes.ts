import { fileSize, folderSize } from './folder-size';

/** What the service keeps on disk, in bytes. */
export interface StoreSizes {
  /** Predictions, images of predictions, labels, jobs. */
  readonly database: number;
  /** The files of labelled samples. */
  readonly samples: number;
  readonly models: number;
}

export interface StoreSizesOptions {
  /** The file of the database. */
  readonly database: string;
  /** Folders. */
  readonly samples: string;
  readonly models: string;
  readonly intervalMs?: number;
  readonly onError: (error: unknown) => void;
}

const INTERVAL_MS = 10 * 60_000;

/** Measures from time to time how large everything is that the service keeps. */
export class StoreSizesWatch {
  readonly #options: StoreSizesOptions;
  #timer: NodeJS.Timeout | undefined;
  #latest: StoreSizes | undefined;

  constructor(options: StoreSizesOptions) {
    this.#options = options;
  }

  /** As measured last; undefined before that. */
  get latest(): StoreSizes | undefined {
    return this.#latest;
  }

  start(): void {
    this.#timer = setInterval(() => void this.measure(), this.#options.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
    void this.measure();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never throws. */
  async measure(): Promise<void> {
    const { database, samples, models, onError } = this.#options;
    try {
      this.#latest = {
        database: await databaseSize(database),
        samples: await folderSize(samples),
        models: await folderSize(models),
      };
    } catch (error) {
      onError(error);
    }
  }
}

/** A database is a file with a log and an index of the log beside it. */
async function databaseSize(file: string): Promise<number> {
  const sizes = await Promise.all(['', '-wal', '-shm'].map((end) => fileSize(`${file}${end}`)));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
