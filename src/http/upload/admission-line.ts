import { QueueFullError } from '../../inference/errors';

export interface AdmissionLineOptions {
  /** How many may be inside at once. */
  readonly places: number;
  /** Longest anybody waits, milliseconds. */
  readonly patienceMs: number;
  /** Most that wait at once. */
  readonly maxWaiting: number;
}

/** A place inside, until it is left. */
export interface AdmittedPlace {
  readonly isInside: boolean;
  /** A second call does nothing. */
  leave(): void;
}

interface Waiting {
  readonly admit: () => void;
}

/**
 * A line before work of which only so much can be done at a time. Requests wait in it before anything
 * of them is read: that costs next to nothing, where a refusal makes the client send all of it again.
 *
 * @example
 * const place = await line.enter(signal);
 * try { … } finally { place.leave(); }
 */
export class AdmissionLine {
  readonly #options: AdmissionLineOptions;
  readonly #waiting: Waiting[] = [];
  #inside = 0;

  constructor(options: AdmissionLineOptions) {
    this.#options = options;
  }

  /** How many wait. */
  get length(): number {
    return this.#waiting.length;
  }

  /**
   * @throws {QueueFullError} when the line is too long, or the wait
   * @throws the reason of the signal when it aborts
   */
  async enter(signal: AbortSignal): Promise<AdmittedPlace> {
    signal.throwIfAborted();
    if (this.#inside < this.#options.places && this.#waiting.length === 0) return this.#admit();
    if (this.#waiting.length >= this.#options.maxWaiting) {
      throw new QueueFullError(`${this.#waiting.length} requests wait already`);
    }
    return this.#wait('last', signal, this.#options.patienceMs);
  }

  /** For those who have been inside: they wait as long as it takes, before all others. */
  async enterAgain(signal: AbortSignal): Promise<AdmittedPlace> {
    signal.throwIfAborted();
    if (this.#inside < this.#options.places) return this.#admit();
    return this.#wait('first', signal, undefined);
  }

  #wait(
    where: 'first' | 'last',
    signal: AbortSignal,
    patienceMs: number | undefined,
  ): Promise<AdmittedPlace> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const stopWatching = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      const waiting: Waiting = {
        admit: () => {
          stopWatching();
          resolve(this.#admit());
        },
      };
      const giveUp = (reason: Error): void => {
        stopWatching();
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(reason);
      };
      const abort = (): void => giveUp(signal.reason as Error);
      if (patienceMs !== undefined) {
        const tooLong = (): void => giveUp(new QueueFullError(`no turn within ${patienceMs} ms`));
        timer = setTimeout(tooLong, patienceMs);
      }
      signal.addEventListener('abort', abort, { once: true });
      if (where === 'first') this.#waiting.unshift(waiting);
      else this.#waiting.push(waiting);
    });
  }

  #admit(): AdmittedPlace {
    this.#inside += 1;
    let isInside = true;
    return {
      get isInside() {
        return isInside;
      },
      leave: () => {
        if (!isInside) return;
        isInside = false;
        this.#inside -= 1;
        if (this.#inside < this.#options.places) this.#waiting.shift()?.admit();
      },
    };
  }
}
