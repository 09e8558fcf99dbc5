import { readFile } from 'node:fs/promises';
import { IMAGE_FORMATS } from '../../config/image-formats';
import type { InputSpec } from '../../config/input-spec';
import { mapConcurrently } from '../../config/map-concurrently';
import { decodeImage } from '../../imaging/decode-image';
import { ImageError } from '../../imaging/image-error';
import type { LabelledOriginal, LabelledSample } from '../labelled-sample';

/** The original of a sample cannot be read, or is no picture any more. */
export class UnreadableSampleError extends Error {
  override readonly name = 'UnreadableSampleError';
}

/** What was accepted once is decoded, whatever is accepted now. */
const LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER, formats: IMAGE_FORMATS };
/** Files read and decoded at once: enough to keep libvips' threads busy. */
const CONCURRENCY = 8;

/**
 * Derives the input of a network from the original of a sample.
 *
 * @returns uint8, [height, width, 3] of the input, RGB
 * @throws {UnreadableSampleError}
 */
export async function samplePixels(
  { id, file }: LabelledOriginal,
  input: InputSpec,
): Promise<Uint8Array> {
  try {
    return (await decodeImage(await readFile(file), LIMITS, input)).pixels;
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!isMissing && !(cause instanceof ImageError)) throw cause;
    const reason = isMissing ? 'its file is missing' : cause.message;
    throw new UnreadableSampleError(`Sample ${id} cannot be read: ${reason}`, { cause });
  }
}

/**
 * The same of many samples, in their order. Those that cannot be read are left out.
 *
 * @param onUnreadable is told of each of them
 */
export async function samplesWithPixels(
  samples: readonly LabelledOriginal[],
  input: InputSpec,
  onUnreadable: (error: UnreadableSampleError) => void,
): Promise<LabelledSample[]> {
  const decoded = await mapConcurrently(samples, CONCURRENCY, async (sample) => {
    try {
      return { ...sample, pixels: await samplePixels(sample, input) };
    } catch (error) {
      if (!(error instanceof UnreadableSampleError)) throw error;
      onUnreadable(error);
      return [];
    }
  });
  return decoded.flat();
}
