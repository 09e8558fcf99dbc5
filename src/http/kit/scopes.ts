/** What an operation touches, from the least to the most; a route is in exactly one of them. */
export const SCOPES = {
  public: 'whether the service lives; nothing of what it holds',
  read: 'shows predictions, pictures, versions, jobs and settings, and changes nothing',
  predict: 'classifies pictures, which enter the history',
  'data:write': 'labels, uploads, renames and deletes pictures',
  train: 'starts and ends retrainings and evaluations',
  'models:write': 'promotes, rolls back and deletes versions, adds and removes networks',
} as const;

export type Scope = keyof typeof SCOPES;
