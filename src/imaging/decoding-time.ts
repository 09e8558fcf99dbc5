import type { Sharp } from 'sharp';
import { ImageError } from './image-error';

/**
 * The longest that libvips may work on one picture: ten times what 50 megapixels of noise take.
 * Reading a header, and the pass over a progressive JPEG before its first line, cannot be broken
 * off; what bounds those are the limits on segments, scans, chunks and frames.
 */
const DECODING_SECONDS = 20;

export const TAKES_TOO_LONG = 'The image takes too long to decode.';

/** Makes libvips break off a picture whose pixels take too long. */
export function limitTime(image: Sharp, seconds = DECODING_SECONDS): Sharp {
  return image.timeout({ seconds });
}

/** @returns why a picture is refused whose decoding was broken off; undefined for other failures */
export function timeoutRefusal(cause: unknown): ImageError | undefined {
  if (!(cause instanceof Error) || !cause.message.includes('timeout:')) return undefined;
  return new ImageError('CORRUPT_IMAGE', TAKES_TOO_LONG, { cause });
}
