/** The pages, in the order of the navigation. */
export const PAGES = [
  { id: 'predict', path: '/predict', label: 'navPredict' },
] as const;

export type PageId = (typeof PAGES)[number]['id'];
