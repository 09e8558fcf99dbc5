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

  /** @param known when it was used last, as far as the database knows */
  note(id: string, known: number | null, now: number): void {
    const last = Math.max(known ?? -Infinity, this.#noted.get(id) ?? -Infinity);
    if (now - last < INTERVAL_MS) return;
    for (const [other, at] of this.#noted) if (now - at >= INTERVAL_MS) this.#noted.delete(other);
    this.#noted.set(id, now);
    this.#write(id, now).catch(this.#onError);
  }
}
