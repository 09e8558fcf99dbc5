import type { Configuration } from '../../../config/load';
import { FORMAT_OF_ENDING } from '../../../config/image-formats';
import type { ImageLimits } from '../../../imaging/decoded-image';

/** Which images are decoded, as configured. */
export function imageLimits({
  ALLOWED_EXTENSIONS: extensions,
  MAX_IMAGE_PIXELS: maxPixels,
}: Pick<Configuration, 'ALLOWED_EXTENSIONS' | 'MAX_IMAGE_PIXELS'>): ImageLimits {
  const formats = extensions.flatMap((ending) => FORMAT_OF_ENDING.get(ending) ?? []);
  return { maxPixels, formats: [...new Set(formats)] };
}
