/** What somebody may do, from the least to the most. */
export const PERMISSIONS = {
  read: 'shows predictions, pictures, versions, jobs and settings, and changes nothing',
  metrics: 'reads the metrics, for a Prometheus that is to see nothing else',
  predict: 'classifies pictures, which enter the history',
  'data:write': 'labels, uploads, renames and deletes pictures',
  train: 'starts and ends retrainings and evaluations',
  'models:write': 'promotes, rolls back and deletes versions, adds and removes networks',
  admin: 'manages keys and people, and reads the audit log',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as readonly Permission[];

/** The roles, from the least to the most: each may do what the one before it may, and more. */
export const ROLES = ['viewer', 'labeler', 'operator', 'admin'] as const;

export type Role = (typeof ROLES)[number];

const VIEWER: readonly Permission[] = ['read', 'metrics'];
const LABELER: readonly Permission[] = [...VIEWER, 'predict', 'data:write'];
const OPERATOR: readonly Permission[] = [...LABELER, 'train', 'models:write'];

const OF_ROLE: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(VIEWER),
  labeler: new Set(LABELER),
  operator: new Set(OPERATOR),
  admin: new Set(PERMISSION_NAMES),
};

/**
 * What a role may do.
 *
 * @param scopes narrows it to these; null for everything that the role may
 */
export function permissionsOf(
  role: Role,
  scopes: readonly Permission[] | null = null,
): ReadonlySet<Permission> {
  const ofRole = OF_ROLE[role];
  return scopes === null ? ofRole : new Set(scopes.filter((scope) => ofRole.has(scope)));
}
