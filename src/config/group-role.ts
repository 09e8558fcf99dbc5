import { ROLES, type Role } from './permissions';

/** A group of an identity provider, and what its members may do here. */
export interface GroupRole {
  readonly group: string;
  readonly role: Role;
}

/**
 * Reads `ml-admins=admin`. The last equals sign counts, because names of groups may have some of
 * their own.
 *
 * @returns undefined for what is no group with a role
 */
export function groupRole(text: string): GroupRole | undefined {
  const end = text.lastIndexOf('=');
  const group = text.slice(0, Math.max(end, 0)).trim();
  const role = ROLES.find((one) => one === text.slice(end + 1).trim());
  return group === '' || role === undefined ? undefined : { group, role };
}
