import { permissionsOf, type Permission, type Role } from '../config/permissions';
import type {
  ApiKey,
  KeyChange,
  KeyStore,
  SigningMode,
  SigningSecret,
} from '../store/keys/api-key';
import { AccessError } from './access-error';
import { newKeyText } from './key-text';
import { isNetwork } from '../config/networks';
import type { SecretBox } from './secret-box';
import { hashOf } from './secret-text';
import { newSigningSecret } from './signature';

export interface KeyDeskOptions {
  readonly store: Pick<KeyStore, 'add' | 'list' | 'change' | 'addSecret' | 'revoke'>;
  /** Encrypts signing secrets. */
  readonly box: Pick<SecretBox, 'seal'>;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onChange: () => void;
}

export interface KeyWishes {
  readonly name: string;
  readonly role: Role;
  /** Narrows what the role may; default: all of it. */
  readonly scopes?: readonly Permission[] | null | undefined;
  /** Milliseconds since the epoch; default: never. */
  readonly expiresAt?: number | null | undefined;
  /** Default: any. */
  readonly networks?: readonly string[] | undefined;
  /** Default: off. */
  readonly signing?: SigningMode | undefined;
  /** Default: as often as others. */
  readonly requestsPerMinute?: number | null | undefined;
  /** Who makes it, in words. */
  readonly createdBy: string;
}

/** A key that was made just now, with what is shown now or never. */
export interface MadeKey {
  readonly key: ApiKey;
  /** The whole key. */
  readonly text: string;
  /** What its requests are signed with; null where they are not. */
  readonly signingSecret: string | null;
}

/** How long a secret still counts after it has a successor, so that senders can change in between. */
const FORMER_SECRET_MS = 24 * 3_600_000;
const MAX_REQUESTS_PER_MINUTE = 1_000_000;

/** Makes, lists and revokes keys of the API. */
export class KeyDesk {
  readonly #options: KeyDeskOptions;

  constructor(options: KeyDeskOptions) {
    this.#options = options;
  }

  /**
   * Makes a key. Its text and signing secret are known to nobody afterwards: they are shown now or never.
   *
   * @throws {AccessError} INVALID_KEY when no such key can be
   */
  async create(wishes: KeyWishes): Promise<MadeKey> {
    const { role, scopes = null, expiresAt = null, networks = [], createdBy } = wishes;
    const { signing = 'off', requestsPerMinute = null } = wishes;
    const name = wishes.name.trim();
    const createdAt = this.#options.now();
    if (name === '' || name.length > 100) {
      throw new AccessError('INVALID_KEY', 'A key has a name of at most 100 characters.');
    }
    const beyond = scopes?.find((scope) => !permissionsOf(role).has(scope));
    if (beyond !== undefined) {
      throw new AccessError('INVALID_KEY', `The role ${role} has no scope ${beyond}.`);
    }
    if (scopes?.length === 0) throw new AccessError('INVALID_KEY', 'A key has at least one scope.');
    if (expiresAt !== null && expiresAt <= createdAt) {
      throw new AccessError('INVALID_KEY', 'The key would have expired already.');
    }
    const strange = networks.find((network) => !isNetwork(network));
    if (strange !== undefined) {
      throw new AccessError(
        'INVALID_KEY',
        'Networks are written as 10.0.0.0/8, fd00::/8 or 10.1.2.3.',
      );
    }
    checkRate(requestsPerMinute);
    const { id, text } = newKeyText();
    const signingSecret = signing === 'off' ? null : newSigningSecret();
    const key: ApiKey = {
      id,
      name,
      role,
      scopes: scopes === null ? null : [...new Set(scopes)],
      networks,
      createdAt,
      createdBy,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
      signing,
      requestsPerMinute,
    };
    const secrets = signingSecret === null ? [] : [this.#sealed(id, signingSecret)];
    await this.#options.store.add({ ...key, keyHash: hashOf(text), secrets });
    this.#options.onChange();
    return { key, text, signingSecret };
  }

  /**
   * Changes how requests with a key are proven and counted. Signing that is switched on needs a secret
   * ({@link renewSecret}), and a key without one signs nothing.
   *
   * @throws {AccessError} KEY_NOT_FOUND, INVALID_KEY
   */
  async change(id: string, change: KeyChange): Promise<void> {
    checkRate(change.requestsPerMinute ?? null);
    if (!(await this.#options.store.change(id, change))) throw noSuchKey();
    this.#options.onChange();
  }

  /**
   * Gives a key another secret to sign with, which is shown now or never. Those before it count for a
   * day, so that no request fails in between.
   *
   * @throws {AccessError} KEY_NOT_FOUND
   */
  async renewSecret(
    id: string,
  ): Promise<{ readonly signingSecret: string; readonly formerUntil: number }> {
    const signingSecret = newSigningSecret();
    const secret = this.#sealed(id, signingSecret);
    const formerUntil = secret.createdAt + FORMER_SECRET_MS;
    if (!(await this.#options.store.addSecret(id, secret, formerUntil))) throw noSuchKey();
    this.#options.onChange();
    return { signingSecret, formerUntil };
  }

  /** All of them, revoked ones included; newest first. */
  list(): Promise<ApiKey[]> {
    return this.#options.store.list();
  }

  /**
   * From now on the key opens nothing; on other instances a second later at the latest.
   *
   * @throws {AccessError} KEY_NOT_FOUND
   */
  async revoke(id: string): Promise<void> {
    if (!(await this.#options.store.revoke(id, this.#options.now()))) {
      throw noSuchKey();
    }
    this.#options.onChange();
  }

  #sealed(keyId: string, signingSecret: string): SigningSecret {
    const { box, newId, now } = this.#options;
    return {
      id: newId(),
      sealed: box.seal(signingSecret, keyId),
      createdAt: now(),
      expiresAt: null,
    };
  }
}

function noSuchKey(): AccessError {
  return new AccessError('KEY_NOT_FOUND', 'There is no key with this id that is not revoked.');
}

function checkRate(perMinute: number | null): void {
  const isRight =
    perMinute === null ||
    (Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= MAX_REQUESTS_PER_MINUTE);
  if (isRight) return;
  throw new AccessError(
    'INVALID_KEY',
    `Requests a minute are a whole number from 1 to ${MAX_REQUESTS_PER_MINUTE}.`,
  );
}
