import type { Permission } from '../../config/permissions';

/**
 * What a route asks of its caller; it is in exactly one of them. `public` is answered to everybody:
 * whether the service lives, and the way in.
 */
export type Scope = 'public' | Permission;
