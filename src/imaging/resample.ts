import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';

const ROW_VALUES = IMAGE_SIDE * IMAGE_CHANNELS;

/**
 * Stretches a small picture to 32×32 with a triangle filter that widens when shrinking (what PIL
 * calls BILINEAR). Both decoding paths use it for small pictures, so that they differ in nothing
 * but the decoder.
 *
 * @param rgb uint8, [height, width, 3]
 * @returns uint8, [32, 32, 3], in its own ArrayBuffer
 */
export function resample(rgb: Uint8Array, width: number, height: number): Uint8Array {
  if (width === IMAGE_SIDE && height === IMAGE_SIDE) return new Uint8Array(rgb);
  return stretchColumns(stretchRows(rgb, width, height), height);
}

/** @returns float64, [height, 32, 3] */
function stretchRows(rgb: Uint8Array, width: number, height: number): Float64Array {
  const { starts, counts, weights } = triangleFilter(width);
  const narrow = new Float64Array(height * ROW_VALUES);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let weightAt = 0;
    for (let x = 0; x < IMAGE_SIDE; x++) {
      let from = (y * width + starts[x]!) * IMAGE_CHANNELS;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (const end = weightAt + counts[x]!; weightAt < end; weightAt++) {
        const weight = weights[weightAt]!;
        red += weight * rgb[from++]!;
        green += weight * rgb[from++]!;
        blue += weight * rgb[from++]!;
      }
      narrow[to++] = red;
      narrow[to++] = green;
      narrow[to++] = blue;
    }
  }
  return narrow;
}

/** @returns uint8, [32, 32, 3] */
function stretchColumns(narrow: Float64Array, height: number): Uint8Array {
  const { starts, counts, weights } = triangleFilter(height);
  const pixels = new Uint8Array(IMAGE_VALUES);
  const sums = new Float64Array(ROW_VALUES);
  let weightAt = 0;
  for (let y = 0; y < IMAGE_SIDE; y++) {
    let from = starts[y]! * ROW_VALUES;
    sums.fill(0.5); // what follows cuts off, and so rounds
    for (const end = weightAt + counts[y]!; weightAt < end; weightAt++) {
      const weight = weights[weightAt]!;
      for (let i = 0; i < ROW_VALUES; i++) sums[i]! += weight * narrow[from++]!;
    }
    pixels.set(sums, y * ROW_VALUES);
  }
  return pixels;
}

/** For each of the 32 target positions, the source positions it is made of and their shares. */
interface Filter {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** The shares of all target positions, one after the other; those of one sum to 1. */
  readonly weights: Float64Array;
}

function triangleFilter(size: number): Filter {
  const scale = size / IMAGE_SIDE;
  const radius = Math.max(scale, 1);
  const starts = new Int32Array(IMAGE_SIDE);
  const counts = new Int32Array(IMAGE_SIDE);
  const weights = new Float64Array(IMAGE_SIDE * (Math.ceil(2 * radius) + 2));
  let at = 0;
  for (let target = 0; target < IMAGE_SIDE; target++) {
    const centre = (target + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(size - 1, Math.ceil(centre + radius) - 1);
    let sum = 0;
    for (let i = first; i <= last; i++) {
      sum += weights[at + i - first] = Math.max(0, 1 - Math.abs(i + 0.5 - centre) / radius);
    }
    for (let i = first; i <= last; i++) weights[at++]! /= sum;
    starts[target] = first;
    counts[target] = last - first + 1;
  }
  return { starts, counts, weights };
}
