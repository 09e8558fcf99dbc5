import { readBmpHeader } from './bmp/bmp-header';
import { decodeBmp } from './bmp/decode-bmp';
import type { ImageFormat } from './decoded-image';
import { decodePng } from './decode-png';
import { decodeJpeg } from './libjpeg-turbo';
import { isPlainSmallJpeg } from './plain-jpeg';
import type { Raster } from './raster';
import { SMALL_BYTES, SMALL_PIXELS } from './small-image';

/**
 * The light path: small, plain PNG, JPEG and BMP files, decoded here and now at a fraction of sharp's
 * cost. The pixels are those that sharp gives. There is one exception, a damaged JPEG that decodes all
 * the same, to coefficients out of range: there libjpeg-turbo's SIMD code, which WebAssembly has
 * not, makes up pixels of its own.
 *
 * @returns undefined for every other file and for every doubt; sharp then has the verdict
 * @throws {ImageError} for a BMP that is damaged, which sharp knows nothing of
 */
export async function decodeSmall(
  file: Uint8Array,
  format: ImageFormat,
): Promise<Raster | undefined> {
  if (file.length > SMALL_BYTES) return undefined;
  if (format === 'png') return decodePng(file);
  if (format === 'bmp') return smallBmp(file);
  if (format === 'jpeg' && isPlainSmallJpeg(file)) return decodeJpeg(file);
  return undefined;
}

/** Without a colour profile, which only libvips can apply. */
function smallBmp(file: Uint8Array): Raster | undefined {
  const { width, height, icc } = readBmpHeader(file);
  if (width * height > SMALL_PIXELS || icc !== undefined) return undefined;
  return decodeBmp(file, { maxPixels: SMALL_PIXELS });
}
