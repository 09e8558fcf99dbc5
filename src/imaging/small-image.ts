import { inputValues, type InputSpec } from '../config/input-spec';

/**
 * Pictures of at most this many pixels are decoded on the calling thread: it takes about 0.1 ms,
 * less than handing them to another one. A 64×64 picture just fits.
 */
export const SMALL_PIXELS = 64 * 64;

/**
 * The largest file decoded on the calling thread: no honest one with so few pixels is larger, and
 * a hostile one may not keep the event loop busy.
 */
export const SMALL_BYTES = 32 * 1024;

/**
 * Whether a picture is fitted to an input on the calling thread. Where many pixels are to be made of
 * few, that would take a millisecond and more.
 */
export function isResampledHere(pixels: number, input: InputSpec): boolean {
  return pixels <= SMALL_PIXELS && inputValues(input) <= 3 * SMALL_PIXELS;
}
