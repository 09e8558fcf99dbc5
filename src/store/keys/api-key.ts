import type { Permission, Role } from '../../config/permissions';

/**
 * Whether requests may prove by a signature that they come from who has the key: `off`, the key itself
 * is sent; `optional`, either will do; `required`, the key itself opens nothing.
 */
export const SIGNING_MODES = ['off', 'optional', 'required'] as const;
export type SigningMode = (typeof SIGNING_MODES)[number];

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
  readonly signing: SigningMode;
  /** How often it may be used in a minute, in place of what others may; null for what others may. */
  readonly requestsPerMinute: number | null;
}

/** A secret that requests are signed with. */
export interface SigningSecret {
  /** UUIDv7. */
  readonly id: string;
  /** Encrypted with the secret of the service. */
  readonly sealed: string;
  readonly createdAt: number;
  /** null for one that has no successor */
  readonly expiresAt: number | null;
}

/** A signed request, as it is told from others. */
export interface RequestMark {
  readonly keyId: string;
  /** The name that its sender gave it. */
  readonly requestId: string;
  readonly signedAt: number;
}

/** What may be changed in a key that is in use. */
export interface KeyChange {
  readonly signing?: SigningMode;
  readonly requestsPerMinute?: number | null;
}

/** A key as it is checked. */
export interface HashedKey extends ApiKey {
  /** SHA-256 of the whole key, hexadecimal. */
  readonly keyHash: string;
  /** Newest first; those that have expired may be among them. */
  readonly secrets: readonly SigningSecret[];
}

/** The keys of the API, shared by all instances over one database. */
export interface KeyStore {
  add(key: HashedKey): Promise<void>;
  /** All of them, revoked ones included; newest first. */
  list(): Promise<ApiKey[]>;
  /** Those that are not revoked. */
  live(): Promise<HashedKey[]>;
  /** @returns false when there is none that is not revoked */
  change(id: string, change: KeyChange): Promise<boolean>;
  /**
   * Gives a key a new secret; those before it count until `formerUntil`, and expired ones are removed.
   *
   * @returns false when there is no key that is not revoked
   */
  addSecret(keyId: string, secret: SigningSecret, formerUntil: number): Promise<boolean>;
  /** @returns false when a request of this key and name was marked before */
  markRequest(mark: RequestMark): Promise<boolean>;
  /** Forgets requests that were signed before a moment. */
  forgetRequests(before: number): Promise<void>;
  /** @returns false when there is none that is not revoked */
  revoke(id: string, at: number): Promise<boolean>;
  /** Notes that a key was used. */
  touch(id: string, at: number): Promise<void>;
}
