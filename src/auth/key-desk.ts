import { permissionsOf, type Permission, type Role } from '../config/permissions';
import type { ApiKey, KeyStore } from '../store/keys/api-key';
import { AccessError } from './access-error';
import { newKeyText } from './key-text';
import { isNetwork } from './networks';
import { hashOf } from './secret-text';

export interface KeyDeskOptions {
  readonly store: Pick<KeyStore, 'add' | 'list' | 'revoke'>;
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
  /** Who makes it, in words. */
  readonly createdBy: string;
}

/** Makes, lists and revokes keys of the API. */
export class KeyDesk {
  readonly #options: KeyDeskOptions;

  constructor(options: KeyDeskOptions) {
    this.#options = options;
  }

  /**
   * Makes a key. Its text is known to nobody afterwards: it is shown now or never.
   *
   * @throws {AccessError} INVALID_KEY when no such key can be
   */
  async create(wishes: KeyWishes): Promise<{ readonly key: ApiKey; readonly text: string }> {
    const { role, scopes = null, expiresAt = null, networks = [], createdBy } = wishes;
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
    const { id, text } = newKeyText();
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
    };
    await this.#options.store.add({ ...key, keyHash: hashOf(text) });
    this.#options.onChange();
    return { key, text };
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
      throw new AccessError('KEY_NOT_FOUND', 'There is no key with this id that is not revoked.');
    }
    this.#options.onChange();
  }
}
