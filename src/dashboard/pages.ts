/** The pages, in the order of the navigation. */
export const PAGES = [
  { id: 'overview', path: '/', label: 'navOverview' },
  { id: 'predict', path: '/predict', label: 'navPredict' },
  { id: 'history', path: '/history', label: 'navHistory' },
  { id: 'data', path: '/data', label: 'navData' },
  { id: 'train', path: '/train', label: 'navTrain' },
  { id: 'models', path: '/models', label: 'navModels' },
  { id: 'system', path: '/system', label: 'navSystem' },
] as const;

export type PageId = (typeof PAGES)[number]['id'];
