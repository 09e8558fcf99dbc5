import type { ShareOfPictures } from '../registry/own-pictures';

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95% interval of a share by Wilson's score (Wilson 1927, JASA 22): it stays within 0-1, and says
 * something of few pictures that are all right, too.
 *
 * @param share 0-1
 * @param pictures at least 1
 */
export function wilsonInterval(
  share: number,
  pictures: number,
): { readonly low: number; readonly high: number } {
  const squared = Z * Z;
  const middle = share + squared / (2 * pictures);
  const reach =
    Z * Math.sqrt((share * (1 - share)) / pictures + squared / (4 * pictures * pictures));
  const scale = 1 + squared / pictures;
  return {
    // Where the share is 0 or 1 a rounding must not leave it outside.
    low: Math.min(share, Math.max(0, (middle - reach) / scale)),
    high: Math.max(share, Math.min(1, (middle + reach) / scale)),
  };
}

/** @param pictures at least 1 */
export function shareOf(right: number, pictures: number): ShareOfPictures {
  const value = right / pictures;
  return { right, pictures, value, ...wilsonInterval(value, pictures) };
}
