/** Versions that have series of their own; a hot swap every day must not add series for ever. */
const MAX_VERSIONS = 8;

/**
 * Which versions have series. One more than there may be takes the place of the one that was met
 * least recently, whose series end then; what `rate` has seen of them stays right.
 */
export class RecentVersions {
  /** The version met least recently comes first. */
  readonly #versions = new Set<string>();
  readonly #forget: (version: string) => void;
  #last: string | undefined;

  /** @param forget removes the series of a version */
  constructor(forget: (version: string) => void) {
    this.#forget = forget;
  }

  /** Called before a series of the version is changed. */
  meet(version: string): void {
    if (version === this.#last) return;
    this.#last = version;
    this.#versions.delete(version);
    this.#versions.add(version);
    const [oldest] = this.#versions;
    if (this.#versions.size <= MAX_VERSIONS || oldest === undefined) return;
    this.#versions.delete(oldest);
    this.#forget(oldest);
  }
}
