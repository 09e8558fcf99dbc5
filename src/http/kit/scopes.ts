import { PERMISSIONS } from '../../config/permissions';

/**
 * What a route asks of its caller; it is in exactly one of them. `public` is answered to everybody,
 * whether or not callers have to prove who they are; the others are what keys and people are given.
 */
export const SCOPES = {
  public: 'whether the service lives, and the way in; nothing of what it holds',
  self: 'what concerns nobody but who asks, for everybody who has proven who that is',
  ...PERMISSIONS,
} as const;

export type Scope = keyof typeof SCOPES;
