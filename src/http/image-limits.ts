import type { Configuration } from '../config/load';
import type { ImageFormat, ImageLimits } from '../imaging/decoded-image';

/** Which images are decoded, as configured. */
export function imageLimits({
  ALLOWED_EXTENSIONS: extensions,
  MAX_IMAGE_PIXELS: maxPixels,
}: Pick<Configuration, 'ALLOWED_EXTENSIONS' | 'MAX_IMAGE_PIXELS'>): ImageLimits {
  const formats = extensions.map((name): ImageFormat => (name === 'jpg' ? 'jpeg' : name));
  return { maxPixels, formats: [...new Set(formats)] };
}
