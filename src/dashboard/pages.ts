/** The pages, in the order of the navigation, and what it takes to see them. */
export const PAGES = [
  { id: 'overview', path: '/', label: 'navOverview', scope: 'read' },
  { id: 'predict', path: '/predict', label: 'navPredict', scope: 'predict' },
  { id: 'history', path: '/history', label: 'navHistory', scope: 'read' },
  { id: 'data', path: '/data', label: 'navData', scope: 'read' },
  { id: 'train', path: '/train', label: 'navTrain', scope: 'read' },
  { id: 'models', path: '/models', label: 'navModels', scope: 'read' },
  { id: 'drift', path: '/drift', label: 'navDrift', scope: 'read' },
  { id: 'system', path: '/system', label: 'navSystem', scope: 'read' },
] as const;

export type PageId = (typeof PAGES)[number]['id'];
