import { namedProfile } from './avif-colours';
import { readBmpHeader } from './bmp/bmp-header';
import type { ImageFormat, ImageLimits } from './decoded-image';
import { heicSize } from './heic/heic-size';
import { ImageError } from './image-error';
import { inDecoderThread } from './thread/decoder-thread';

/** Formats that the prebuilt libvips does not know. */
export type ForeignFormat = 'heic' | 'bmp';

/** A file that libvips can decode. */
export interface LibvipsFile {
  readonly file: Uint8Array;
  readonly format: Exclude<ImageFormat, ForeignFormat>;
}

export function isForeign(format: ImageFormat): format is ForeignFormat {
  return format === 'heic' || format === 'bmp';
}

/**
 * The size of a picture by its header.
 *
 * @throws {ImageError} where the header is damaged
 */
export function foreignSize(
  file: Uint8Array,
  format: ForeignFormat,
): { readonly width: number; readonly height: number } {
  const size = format === 'bmp' ? readBmpHeader(file) : heicSize(file);
  if (size === undefined) {
    throw new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.');
  }
  return size;
}

/**
 * Makes of a picture that libvips does not know one that it does know, in a thread.
 *
 * @throws {ImageError} why the picture is refused
 */
export async function forLibvips(
  file: Uint8Array,
  format: ForeignFormat,
  { maxPixels }: Pick<ImageLimits, 'maxPixels'>,
): Promise<LibvipsFile> {
  const answer = await inDecoderThread({
    kind: format,
    file: Uint8Array.from(file),
    maxPixels,
    profile: format === 'heic' ? await namedProfile(file) : undefined,
  });
  if (answer.kind !== 'picture') throw new Error('the decoder thread spoke out of turn');
  return { file: answer.file, format: 'tiff' };
}
