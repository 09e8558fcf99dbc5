/**
 * Pictures of at most this many pixels are decoded on the calling thread: it takes about 0.1 ms,
 * less than handing them to another one. A 64×64 picture just fits.
 */
export const SMALL_PIXELS = 64 * 64;
