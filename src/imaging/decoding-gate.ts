/**
 * How urgent a picture is: `single` for one that somebody waits for alone, `bulk` for one of a batch
 * or of an upload of training data.
 */
export type DecodingPriority = 'single' | 'bulk';

export interface DecodingGateOptions {
  /** Pixels that are decoded at the same time; a larger picture is decoded alone. */
  readonly maxPixels: number;
  /** Pictures that are decoded at the same time. */
  readonly maxPictures: number;
  /** Those of them that may be `bulk`. */
  readonly maxBulkPictures: number;
}

interface Waiting {
  readonly pixels: number;
  readonly admit: () => void;
}

/**
 * Bounds what is decoded at the same time in the whole process: its memory, and the threads that the
 * file system and compression need as well. Single pictures go before those of batches and uploads.
 *
 * @example
 * const leave = await gate.enter(width * height, 'bulk', signal);
 * try { … } finally { leave(); }
 */
export class DecodingGate {
  readonly #options: DecodingGateOptions;
  readonly #waiting: Readonly<Record<DecodingPriority, Waiting[]>> = { single: [], bulk: [] };
  #pixels = 0;
  #pictures = 0;
  #bulkPictures = 0;

  constructor(options: DecodingGateOptions) {
    this.#options = options;
  }

  /** Pixels that are decoded at the moment. */
  get pixels(): number {
    return this.#pixels;
  }

  /**
   * Waits for its turn.
   *
   * @returns to be called when the picture is decoded
   * @throws the reason of the signal when it aborts before that
   */
  async enter(
    pixels: number,
    priority: DecodingPriority,
    signal?: AbortSignal,
  ): Promise<() => void> {
    signal?.throwIfAborted();
    const line = this.#waiting[priority];
    if (line.length === 0 && this.#hasRoom(pixels, priority)) return this.#admit(pixels, priority);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        pixels,
        admit: () => {
          signal?.removeEventListener('abort', abort);
          resolve(this.#admit(pixels, priority));
        },
      };
      const abort = (): void => {
        line.splice(line.indexOf(waiting), 1);
        reject(signal?.reason as Error);
        this.#next();
      };
      signal?.addEventListener('abort', abort, { once: true });
      line.push(waiting);
    });
  }

  #hasRoom(pixels: number, priority: DecodingPriority): boolean {
    const { maxPixels, maxPictures, maxBulkPictures } = this.#options;
    if (this.#pictures === 0) return true;
    if (this.#pictures >= maxPictures || this.#pixels + pixels > maxPixels) return false;
    if (priority === 'single') return true;
    return this.#waiting.single.length === 0 && this.#bulkPictures < maxBulkPictures;
  }

  #admit(pixels: number, priority: DecodingPriority): () => void {
    const bulk = priority === 'bulk' ? 1 : 0;
    this.#pixels += pixels;
    this.#pictures += 1;
    this.#bulkPictures += bulk;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#pixels -= pixels;
      this.#pictures -= 1;
      this.#bulkPictures -= bulk;
      this.#next();
    };
  }

  #next(): void {
    for (const priority of ['single', 'bulk'] as const) {
      const line = this.#waiting[priority];
      while (line.length > 0 && this.#hasRoom(line[0]!.pixels, priority)) line.shift()!.admit();
    }
  }
}
