import type { Permission, Role } from '../config/permissions';
import { PAGES } from './pages';
import { STRINGS, text } from './strings/strings';

export interface AccountSource {
  readonly name: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  /** Whether a browser's session can be ended. */
  readonly isSession: boolean;
  /** Where forms are sent, and what it takes. */
  readonly forms: readonly { readonly path: string; readonly scope: Permission }[];
}

/** Who is signed in, for the header of every page. */
export interface AccountView {
  readonly name: string;
  readonly role: Role;
  readonly links: readonly { readonly href: string; readonly label: string }[];
  readonly canSignOut: boolean;
  readonly signOut: string;
  readonly signOutEverywhere: string;
  /** Pages that are not in the navigation, because they would be refused. */
  readonly hidden: readonly string[];
  /** Regular expressions of the addresses whose forms would be refused. */
  readonly forbidden: readonly string[];
  /** Why, for their buttons. */
  readonly why: string;
}

export function accountView({
  name,
  role,
  permissions,
  isSession,
  forms,
}: AccountSource): AccountView {
  return {
    name,
    role,
    links: [{ href: '/account', label: STRINGS.accountHeading }, ...adminLinks(permissions)],
    canSignOut: isSession,
    signOut: STRINGS.accessSignOut,
    signOutEverywhere: STRINGS.accessSignOutEverywhere,
    hidden: PAGES.filter(({ scope }) => !permissions.has(scope)).map(({ path }) => path),
    forbidden: forms
      .filter(({ scope }) => !permissions.has(scope))
      .map(({ path }) => `^${path.replace(/(?<!\\):\w+/g, '[^/]+')}$`),
    why: text('accessMayNot', { role }),
  };
}

function adminLinks(permissions: ReadonlySet<Permission>): AccountView['links'] {
  if (!permissions.has('admin')) return [];
  return [
    { href: '/keys', label: STRINGS.accessKeys },
    { href: '/people', label: STRINGS.accessPeople },
    { href: '/audit', label: STRINGS.accessAudit },
  ];
}
