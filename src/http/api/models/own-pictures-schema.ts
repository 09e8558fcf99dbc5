import type { z } from 'zod';
import { ownPicturesSchema } from '../../../registry/own-pictures';

/** How a version does on its user's pictures, in short; null where it was not judged on any. */
export const ownSummarySchema = ownPicturesSchema
  .pick({ judged_by: true, accuracy: true, mean_recall: true, not_judged: true, advice: true })
  .nullable();

export type OwnSummary = z.infer<typeof ownSummarySchema>;
