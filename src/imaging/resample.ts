import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';

/**
 * Stretches a small picture to 32×32 with a triangle filter that widens when shrinking (what PIL
 * calls BILINEAR). Both decoding paths use it for small pictures, so that they differ in nothing
 * but the decoder.
 *
 * @param rgb uint8, [height, width, 3]
 * @returns uint8, [32, 32, 3], in its own ArrayBuffer
 */
export function resample(rgb: Uint8Array, width: number, height: number): Uint8Array {
  if (width === IMAGE_SIDE && height === IMAGE_SIDE) return Uint8Array.from(rgb);
  const columns = taps(width);
  const rows = taps(height);
  const narrow = new Float32Array(height * IMAGE_SIDE * IMAGE_CHANNELS);
  for (let y = 0; y < height; y++) {
    for (const [x, { first, weights }] of columns.entries()) {
      for (let c = 0; c < IMAGE_CHANNELS; c++) {
        let sum = 0;
        for (const [k, weight] of weights.entries()) {
          sum += weight * rgb[(y * width + first + k) * IMAGE_CHANNELS + c]!;
        }
        narrow[(y * IMAGE_SIDE + x) * IMAGE_CHANNELS + c] = sum;
      }
    }
  }
  const pixels = new Uint8Array(IMAGE_VALUES);
  const stride = IMAGE_SIDE * IMAGE_CHANNELS;
  for (const [y, { first, weights }] of rows.entries()) {
    for (let i = 0; i < stride; i++) {
      let sum = 0;
      for (const [k, weight] of weights.entries())
        sum += weight * narrow[(first + k) * stride + i]!;
      pixels[y * stride + i] = Math.round(sum);
    }
  }
  return pixels;
}

/** The source positions that make one target position, and their shares, which sum to 1. */
interface Taps {
  readonly first: number;
  readonly weights: Float32Array;
}

function taps(size: number): Taps[] {
  const scale = size / IMAGE_SIDE;
  const radius = Math.max(scale, 1);
  return Array.from({ length: IMAGE_SIDE }, (_, target) => {
    const centre = (target + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(size - 1, Math.ceil(centre + radius) - 1);
    const weights = Float32Array.from({ length: last - first + 1 }, (_unused, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / radius),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
