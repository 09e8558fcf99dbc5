import type { KeyStore, RequestMark } from '../store/keys/api-key';
import { MAX_CLOCK_DIFFERENCE_MS } from './signature';

const FORGET_EVERY_MS = 60_000;
/** The clocks of two instances are apart as well. */
const REMEMBER_MS = 2 * MAX_CLOCK_DIFFERENCE_MS;

/** Takes each signed request once, whichever instance it reaches. */
export class SignedOnce {
  readonly #store: Pick<KeyStore, 'markRequest' | 'forgetRequests'>;
  readonly #onError: (error: unknown) => void;
  #forgotAt = -Infinity;

  constructor(
    store: Pick<KeyStore, 'markRequest' | 'forgetRequests'>,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#onError = onError;
  }

  /**
   * @param now milliseconds since the epoch
   * @returns false when the request came before
   * @throws {StorageError} when that cannot be found out
   */
  async take(mark: RequestMark, now: number): Promise<boolean> {
    if (now - this.#forgotAt >= FORGET_EVERY_MS) {
      this.#forgotAt = now;
      // Their timestamps are too old to be taken again, whatever is remembered of them.
      this.#store.forgetRequests(now - REMEMBER_MS).catch(this.#onError);
    }
    return this.#store.markRequest(mark);
  }
}
