import type { ImageFormat } from './decoded-image';
import { decodePng } from './decode-png';
import { isPlainSmallJpeg } from './jpeg-header';
import { decodeJpeg } from './libjpeg-turbo';
import type { Raster } from './raster';
import { SMALL_BYTES } from './small-image';

/**
 * The light path: small, plain PNG and JPEG files, decoded here and now at a fraction of sharp's cost.
 *
 * @returns undefined for every other file and for every doubt; sharp then has the verdict
 */
export async function decodeSmall(
  file: Uint8Array,
  format: ImageFormat,
): Promise<Raster | undefined> {
  if (file.length > SMALL_BYTES) return undefined;
  if (format === 'png') return decodePng(file);
  if (format === 'jpeg' && isPlainSmallJpeg(file)) return decodeJpeg(file);
  return undefined;
}
