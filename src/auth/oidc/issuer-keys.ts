import { IssuerUnreachableError } from './oidc-errors';
import { jose, type CryptoKey, type JSONWebKeySet, type Jose } from './libraries';

/** Finds the key that a token names, as `jwtVerify` asks for it. */
export type KeyFinder = (
  ...parameters: Parameters<ReturnType<Jose['createLocalJWKSet']>>
) => Promise<CryptoKey>;

export interface IssuerKeysOptions {
  /** @throws {IssuerUnreachableError} */
  readonly read: () => Promise<JSONWebKeySet>;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  /** Told when there are other keys than before: what was signed with one that is gone counts no longer. */
  readonly onChange: () => void;
}

/** A key that the provider has withdrawn counts no longer than this. */
const RENEW_MS = 10 * 60_000;
/** Where the provider does not answer, the last keys go on counting for so long. */
const MAX_AGE_MS = 60 * 60_000;
/** However many unknown keys are named, the provider is asked no more often. */
const UNKNOWN_INTERVAL_MS = 60_000;
/** After it did not answer, it is left alone for so long. */
const PAUSE_MS = 5000;

/**
 * The keys that an identity provider signs with. A new key is found when something signed with it comes;
 * anybody can name keys that do not exist, so that the provider is asked for those once a minute.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  #latest: { readonly text: string; readonly find: KeyFinder; readonly atMs: number } | undefined;
  #reading: Promise<KeyFinder> | undefined;
  #askedForUnknownAtMs = -Infinity;
  #failedAtMs = -Infinity;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
  }

  /**
   * The key that a token names, as `jwtVerify` asks for it.
   *
   * @throws {IssuerUnreachableError} when no keys are known
   * @throws {JOSEError} when it is none of them
   */
  readonly find: KeyFinder = async (header, token) => {
    const find = await this.#current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof (await jose()).errors.JWKSNoMatchingKey)) throw error;
      const newer = await this.#renewed();
      if (newer === undefined) throw error;
      return newer(header, token);
    }
  };

  async #current(): Promise<KeyFinder> {
    const latest = this.#latest;
    const nowMs = this.#options.monotonicMs();
    if (latest !== undefined && nowMs - latest.atMs <= RENEW_MS) return latest.find;
    try {
      if (nowMs - this.#failedAtMs < PAUSE_MS) {
        throw new IssuerUnreachableError('its keys could not be read a moment ago');
      }
      return await this.#read();
    } catch (error) {
      if (latest !== undefined && nowMs - latest.atMs <= MAX_AGE_MS) return latest.find;
      throw error;
    }
  }

  /** @returns undefined when the provider was asked a moment ago, or does not answer */
  async #renewed(): Promise<KeyFinder | undefined> {
    if (this.#reading !== undefined) return this.#reading.catch(() => undefined);
    const nowMs = this.#options.monotonicMs();
    if (nowMs - this.#askedForUnknownAtMs < UNKNOWN_INTERVAL_MS) return undefined;
    this.#askedForUnknownAtMs = nowMs;
    // The token is refused either way: for a key that is not known, and may never have been.
    return this.#read().catch(() => undefined);
  }

  #read(): Promise<KeyFinder> {
    this.#reading ??= this.#load().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #load(): Promise<KeyFinder> {
    const { read, monotonicMs, onChange } = this.#options;
    const atMs = monotonicMs();
    try {
      const set = await read();
      const text = JSON.stringify(set);
      const find = (await jose()).createLocalJWKSet(set);
      const isOther = this.#latest !== undefined && this.#latest.text !== text;
      this.#latest = { text, find, atMs };
      if (isOther) onChange();
      return find;
    } catch (error) {
      this.#failedAtMs = atMs;
      throw error;
    }
  }
}
