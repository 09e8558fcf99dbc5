import type { Clock } from './clock';
import { ClosedError, QueueFullError } from './errors';

/** Places in a queue that are kept for somebody. */
export interface Places {
  readonly count: number;
  /** Gives them back; a second call does nothing. */
  release(): void;
}

export interface ReserveOptions {
  /** Longest to wait for the places. */
  readonly patienceMs: number;
  /** Aborts when nobody wants them any more. */
  readonly signal?: AbortSignal;
}

export interface PlaceKeeperOptions {
  readonly clock: Clock;
  /** Whether there are so many places beside those that are taken or kept. */
  readonly hasRoom: (places: number) => boolean;
}

interface Claim {
  readonly count: number;
  readonly resolve: (places: Places) => void;
  readonly reject: (reason: unknown) => void;
}

/** Keeps places for those who asked for them, first come first served. */
export class PlaceKeeper {
  readonly #options: PlaceKeeperOptions;
  readonly #claims = new Set<Claim>();
  #kept = 0;

  constructor(options: PlaceKeeperOptions) {
    this.#options = options;
  }

  /** Places that are kept at the moment. */
  get kept(): number {
    return this.#kept;
  }

  /**
   * @throws {QueueFullError} when the wait is over
   * @throws {ClosedError} when the queue is closed meanwhile
   * @throws the reason of the signal when it aborts
   */
  async take(count: number, { patienceMs, signal }: ReserveOptions): Promise<Places> {
    signal?.throwIfAborted();
    if (this.#claims.size === 0 && this.#options.hasRoom(count)) return this.#keep(count);
    let stopWatching = (): void => undefined;
    try {
      return await new Promise<Places>((resolve, reject) => {
        const claim: Claim = { count, resolve, reject };
        this.#claims.add(claim);
        const giveUp = (reason: Error): void => {
          if (!this.#claims.delete(claim)) return;
          reject(reason);
          this.grant(); // whoever stood behind may want less
        };
        const abort = (): void => giveUp(signal?.reason as Error);
        const cancel = this.#options.clock.after(patienceMs, () =>
          giveUp(new QueueFullError(`there were no ${count} places within ${patienceMs} ms`)),
        );
        signal?.addEventListener('abort', abort, { once: true });
        stopWatching = () => {
          cancel();
          signal?.removeEventListener('abort', abort);
        };
      });
    } finally {
      stopWatching();
    }
  }

  /** To be called when places have become free. */
  grant(): void {
    for (const claim of this.#claims) {
      if (!this.#options.hasRoom(claim.count)) return;
      this.#claims.delete(claim);
      claim.resolve(this.#keep(claim.count));
    }
  }

  /** Nobody who waits will get anything. */
  close(): void {
    for (const { reject } of this.#claims) reject(new ClosedError());
    this.#claims.clear();
  }

  #keep(count: number): Places {
    this.#kept += count;
    let isKept = true;
    return {
      count,
      release: () => {
        if (!isKept) return;
        isKept = false;
        this.#kept -= count;
        this.grant();
      },
    };
  }
}
