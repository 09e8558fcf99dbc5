import { decode as decodePng, type DecodedPng } from 'fast-png';
import type { ImageFormat } from './decoded-image';
import { isPlainSmallJpeg } from './jpeg-header';
import { decodeJpeg } from './libjpeg-turbo';
import { isPlainSmallPng } from './png-header';
import type { Raster } from './raster';

/**
 * The light path: small, plain PNG and JPEG files, decoded here and now at a tenth of sharp's cost.
 *
 * @returns undefined for every other file and for every doubt; sharp then has the verdict
 */
export async function decodeSmall(
  file: Uint8Array,
  format: ImageFormat,
): Promise<Raster | undefined> {
  if (format === 'jpeg' && isPlainSmallJpeg(file)) return decodeJpeg(file);
  if (format === 'png' && isPlainSmallPng(file)) return decodePlainPng(file);
  return undefined;
}

function decodePlainPng(file: Uint8Array): Raster | undefined {
  let png: DecodedPng;
  try {
    png = decodePng(file, { checkCrc: true });
  } catch {
    return undefined;
  }
  const { data, width, height, palette } = png;
  const channels = palette === undefined ? png.channels : 1;
  if (!(data instanceof Uint8Array) || data.length !== width * height * channels) return undefined;
  if (palette !== undefined) return throughPalette(data, palette, width, height);
  return { data, width, height, channels: channels as Raster['channels'] };
}

function throughPalette(
  indices: Uint8Array,
  palette: NonNullable<DecodedPng['palette']>,
  width: number,
  height: number,
): Raster | undefined {
  const data = new Uint8Array(indices.length * 3);
  for (const [i, index] of indices.entries()) {
    const colour = palette[index];
    if (colour === undefined) return undefined;
    data.set(colour.slice(0, 3), i * 3);
  }
  return { data, width, height, channels: 3 };
}
