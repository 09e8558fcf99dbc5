import type { Permission, Role } from '../../config/permissions';

/** A key of the API, without the key itself, which nobody keeps. Times in milliseconds since the epoch. */
export interface ApiKey {
  /** The part of the key that is no secret. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Narrows what the role may; null for all of it. */
  readonly scopes: readonly Permission[] | null;
  /** Addresses and networks that it may be used from; none for any. */
  readonly networks: readonly string[];
  readonly createdAt: number;
  /** Who has made it, in words. */
  readonly createdBy: string;
  readonly expiresAt: number | null;
  /** Accurate to a minute. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

/** A key as it is checked. */
export interface HashedKey extends ApiKey {
  /** SHA-256 of the whole key, hexadecimal. */
  readonly keyHash: string;
}

/** The keys of the API, shared by all instances over one database. */
export interface KeyStore {
  add(key: HashedKey): Promise<void>;
  /** All of them, revoked ones included; newest first. */
  list(): Promise<ApiKey[]>;
  /** Those that are not revoked. */
  live(): Promise<HashedKey[]>;
  /** @returns false when there is none that is not revoked */
  revoke(id: string, at: number): Promise<boolean>;
  /** Notes that a key was used. */
  touch(id: string, at: number): Promise<void>;
}
