import { PERMISSION_NAMES, type Permission, type Role } from '../config/permissions';
import type { ActorKind } from '../store/audit/audit-entry';

/** Who sends a request, as far as it is known. */
export interface Actor {
  readonly kind: ActorKind;
  /** Of the key or person; null for an anonymous one. */
  readonly id: string | null;
  readonly name: string | null;
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  /** Of the browser's session, where a person has signed in: SHA-256 in hexadecimal. */
  readonly sessionHash?: string;
}

/** Everybody, where nobody has to prove who they are: they may do everything. */
export const ANYBODY: Actor = {
  kind: 'anonymous',
  id: null,
  name: null,
  role: null,
  permissions: new Set(PERMISSION_NAMES),
};

/** In words, for what remembers who has made it. */
export function nameOf({ kind, name }: Actor): string {
  return kind === 'anonymous' ? 'anonymous' : `${kind} ${name ?? ''}`.trim();
}
