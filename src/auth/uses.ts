/** How exactly it is known when something was used last. */
const INTERVAL_MS = 60_000;

/** Notes when things were used, each at most once a minute, and lets nobody wait for it. */
export class Uses {
  readonly #write: (id: string, at: number) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  /** Milliseconds since the epoch, by id. */
  readonly #noted = new Map<string, number>();

  constructor(write: (id: string, at: number) => Promise<void>, onError: (error: unknown) => void) {
    this.#write = write;
    this.#onError = onError;
  }

  /** When something was used last, by what the database knew a moment ago and by what is noted. */
  last(id: string, known: number): number {
    return Math.max(known, this.#noted.get(id) ?? 0);
  }

  /** @param known when it was used last, as far as the database knows; 0 for never */
  note(id: string, known: number, now: number): void {
    if (now - this.last(id, known) < INTERVAL_MS) return;
    for (const [other, at] of this.#noted) if (now - at >= INTERVAL_MS) this.#noted.delete(other);
    this.#noted.set(id, now);
    this.#write(id, now).catch(this.#onError);
  }
}
