import { ownValue } from '../../config/named-values';
import { ROLES, type Role } from '../../config/permissions';
import type { GroupSettings } from './oidc-settings';

/** What a token or the provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

const MAX_NAME_LENGTH = 64;
/** What could pretend to be something else in a page or a log: controls, and marks of direction. */
const UNFIT = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The highest role of somebody's groups; undefined for who may do nothing here. */
export function roleOf(
  claims: Claims,
  { claim, roles, defaultRole }: GroupSettings,
): Role | undefined {
  const groups = new Set(groupsOf(claims, claim));
  const held = new Set(roles.filter(({ group }) => groups.has(group)).map(({ role }) => role));
  return ROLES.findLast((role) => held.has(role)) ?? defaultRole;
}

/** Whether the claims say anything of groups, be it that there are none. */
export function saysGroups(claims: Claims, claim: string): boolean {
  return valueAt(claims, claim) !== undefined;
}

/**
 * What to call somebody: the name they sign in with, where the provider tells it. It proves nothing, and
 * two people may have the same.
 *
 * @param subject for those without any name
 */
export function nameOf(claims: Claims, subject: string): string {
  const named = ['preferred_username', 'email', 'name']
    .map((claim) => ownValue(claims, claim))
    .find((value) => typeof value === 'string' && fit(value) !== '');
  return fit(typeof named === 'string' ? named : subject);
}

function fit(name: string): string {
  return name.replace(UNFIT, '').trim().slice(0, MAX_NAME_LENGTH);
}

/** One group is written as text by some providers, several as a list. */
function groupsOf(claims: Claims, claim: string): string[] {
  const value = valueAt(claims, claim);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}

/** Names of claims may have dots themselves (`https://example.org/groups`): they come first. */
function valueAt(claims: Claims, claim: string): unknown {
  const direct = ownValue(claims, claim);
  if (direct !== undefined) return direct;
  return claim
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? ownValue(value as Claims, name) : undefined,
      claims,
    );
}
