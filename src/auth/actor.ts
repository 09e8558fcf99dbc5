import { PERMISSION_NAMES, type Permission, type Role } from '../config/permissions';
import type { ActorKind } from '../store/audit/audit-entry';
import type { ExternalSubject } from '../store/people/person';

/** Who sends a request, as far as it is known. */
export interface Actor {
  readonly kind: ActorKind;
  /** The id of the key or person, or who the token is of (`sub`); null for an anonymous actor. */
  readonly id: string | null;
  readonly name: string | null;
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  /** The SHA-256 of the browser's session in hexadecimal, where a person has signed in. */
  readonly sessionHash?: string;
  /** How often a key may be used in a minute, where it has a limit of its own. */
  readonly requestsPerMinute?: number;
  /** Whether it is a person who has signed in at the identity provider. */
  readonly isExternal?: boolean;
  /** Where it has shown a token of the identity provider: until when it counts, and whose it is. */
  readonly token?: { readonly expiresAt: number; readonly subject: ExternalSubject };
}

/** Everybody, where nobody has to prove who they are: they may do everything. */
export const ANYBODY: Actor = {
  kind: 'anonymous',
  id: null,
  name: null,
  role: null,
  permissions: new Set(PERMISSION_NAMES),
};

/** The actor in words, for what remembers who has made it. */
export function nameOf({ kind, name }: Actor): string {
  return kind === 'anonymous' ? 'anonymous' : `${kind} ${name ?? ''}`.trim();
}
