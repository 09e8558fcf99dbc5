import { SecretBox } from './secret-box';

/**
 * A box whose secret is read, or made, when something is sealed or opened for the first time: a
 * service that keeps no secrets makes none, and starts where it cannot write.
 */
export class LazySecretBox {
  readonly #secret: () => Promise<string>;
  #box: Promise<SecretBox> | undefined;

  /** @param secret asked until it gives one */
  constructor(secret: () => Promise<string>) {
    this.#secret = secret;
  }

  /** @throws {Error} as the secret is given */
  async seal(text: string, owner: string): Promise<string> {
    return (await this.#open()).seal(text, owner);
  }

  /**
   * @throws {SealBrokenError} when it was sealed with another secret, for another owner, or changed
   * @throws {Error} as the secret is given
   */
  async open(sealed: string, owner: string): Promise<string> {
    return (await this.#open()).open(sealed, owner);
  }

  #open(): Promise<SecretBox> {
    this.#box ??= this.#secret()
      .then((secret) => new SecretBox(secret))
      .catch((error: unknown) => {
        this.#box = undefined;
        throw error;
      });
    return this.#box;
  }
}
