import type { OwnPictures } from '../../../registry/own-pictures';
import type { OwnSummary } from './own-pictures-schema';

/** What a card says of its user's pictures, where there is no room for all of it. */
export function ownSummary(own: OwnPictures | null | undefined): OwnSummary {
  if (!own) return null;
  const { judged_by, accuracy, mean_recall, not_judged, advice } = own;
  return { judged_by, accuracy, mean_recall, not_judged, advice };
}
