import { ImageError } from './image-error';
import { withEnd } from './jpeg-end';
import { inDecoderThread } from './thread/decoder-thread';

/**
 * Refuses a JPEG that lacks more than its end marker. libjpeg makes up what is missing and only
 * warns, and libvips does not look for warnings any more behind the last lines; so a decoder that
 * takes warnings for errors goes over the few files without an end marker first.
 *
 * @throws {ImageError} CORRUPT_IMAGE
 */
export async function refuseCutJpeg(file: Uint8Array, maxPixels: number): Promise<void> {
  const ended = withEnd(file);
  if (ended === undefined) return;
  const answer = await inDecoderThread({
    kind: 'whole-jpeg',
    file: Uint8Array.from(ended),
    maxPixels,
  });
  if (answer.kind === 'is-whole' && answer.isWhole) return;
  throw new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.');
}
