import type { InputSpec } from '../config/input-spec';
import { BAR_GREY, coverSize } from './fitting-sizes';

const CHANNELS = 3;

/**
 * Fits a small picture to a network's input, with a filter that widens when shrinking, as PIL does.
 * Both decoding paths use it for small pictures, so that they differ in nothing but the decoder.
 *
 * @param rgb uint8, [height, width, 3]
 * @returns uint8, [input.height, input.width, 3], in its own ArrayBuffer
 */
export function resample(
  rgb: Uint8Array,
  width: number,
  height: number,
  input: InputSpec,
): Uint8Array {
  const isAsItIs = width === input.width && height === input.height && input.crop === 1;
  if (isAsItIs) return new Uint8Array(rgb);
  const across = windowOf(width, height, input);
  const columns = filterOf(across.columns, across.target.width, width, input.kernel);
  const rows = filterOf(across.rows, across.target.height, height, input.kernel);
  const fitted = stretchColumns(stretchRows(rgb, width, height, columns), rows, columns);
  const { target } = across;
  if (target.width === input.width && target.height === input.height) return fitted;
  return withBars(fitted, target, input);
}

/** A stretch of source pixels, fractions included. */
interface Span {
  readonly from: number;
  readonly length: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What part of the picture is seen, and at what size. */
function windowOf(
  width: number,
  height: number,
  input: InputSpec,
): { readonly columns: Span; readonly rows: Span; readonly target: Size } {
  const whole = { columns: { from: 0, length: width }, rows: { from: 0, length: height } };
  switch (input.fit) {
    case 'stretch':
      return { ...whole, target: input };
    case 'contain': {
      const scale = Math.min(input.width / width, input.height / height);
      const target = {
        width: Math.max(1, Math.round(width * scale)),
        height: Math.max(1, Math.round(height * scale)),
      };
      return { ...whole, target };
    }
    case 'cover': {
      const around = coverSize(input);
      const shrink = Math.min(width / around.width, height / around.height);
      return {
        columns: middle(width, Math.round(width / shrink), around.width, input.width),
        rows: middle(height, Math.round(height / shrink), around.height, input.height),
        target: input,
      };
    }
  }
}

/**
 * What is left of a side when whole pixels are cut off after resizing, as libvips and PIL do it.
 *
 * @param size of the side
 * @param resized the size that it is given
 * @param around the size that is cut out of that
 * @param kept the size that is cut out in the end
 */
function middle(size: number, resized: number, around: number, kept: number): Span {
  const cut = Math.floor((resized - around + 1) / 2) + Math.floor((around - kept) / 2);
  return { from: (cut * size) / resized, length: (kept * size) / resized };
}

function withBars(fitted: Uint8Array, target: Size, input: InputSpec): Uint8Array {
  const pixels = new Uint8Array(input.width * input.height * CHANNELS).fill(BAR_GREY);
  const top = Math.floor((input.height - target.height) / 2);
  const left = Math.floor((input.width - target.width) / 2);
  for (let y = 0; y < target.height; y++) {
    const row = fitted.subarray(y * target.width * CHANNELS, (y + 1) * target.width * CHANNELS);
    pixels.set(row, ((top + y) * input.width + left) * CHANNELS);
  }
  return pixels;
}

/** @returns float64, [height, target width, 3] */
function stretchRows(rgb: Uint8Array, width: number, height: number, filter: Filter): Float64Array {
  const { starts, counts, weights } = filter;
  const narrow = new Float64Array(height * starts.length * CHANNELS);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let weightAt = 0;
    for (let x = 0; x < starts.length; x++) {
      let from = (y * width + starts[x]!) * CHANNELS;
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

/** @returns uint8, [target height, target width, 3] */
function stretchColumns(narrow: Float64Array, rows: Filter, columns: Filter): Uint8Array {
  const { starts, counts, weights } = rows;
  const rowValues = columns.starts.length * CHANNELS;
  // Rounds, and what a filter overshoots stays within 0-255.
  const pixels = new Uint8ClampedArray(starts.length * rowValues);
  const sums = new Float64Array(rowValues);
  let weightAt = 0;
  for (let y = 0; y < starts.length; y++) {
    let from = starts[y]! * rowValues;
    sums.fill(0);
    for (const end = weightAt + counts[y]!; weightAt < end; weightAt++) {
      const weight = weights[weightAt]!;
      for (let i = 0; i < rowValues; i++) sums[i]! += weight * narrow[from++]!;
    }
    pixels.set(sums, y * rowValues);
  }
  return new Uint8Array(pixels.buffer);
}

/** For each target position, the source positions it is made of and their shares. */
interface Filter {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** The shares of all target positions, one after the other; those of one sum to 1. */
  readonly weights: Float64Array;
}

/** How far a kernel reaches where nothing is shrunk, in source pixels, and what it weighs there. */
const KERNELS = {
  triangle: { reach: 1, weigh: (x: number) => Math.max(0, 1 - x) },
  // Keys 1981 with a = -0.5, as PIL's BICUBIC.
  cubic: {
    reach: 2,
    weigh: (x: number) => {
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    },
  },
  lanczos: { reach: 3, weigh: (x: number) => (x < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const;

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function filterOf(
  { from, length }: Span,
  target: number,
  size: number,
  kernel: InputSpec['kernel'],
): Filter {
  const { reach, weigh } = KERNELS[kernel];
  const scale = length / target;
  const widening = Math.max(scale, 1);
  const radius = reach * widening;
  const starts = new Int32Array(target);
  const counts = new Int32Array(target);
  const weights = new Float64Array(target * (Math.ceil(2 * radius) + 2));
  let at = 0;
  for (let place = 0; place < target; place++) {
    const centre = from + (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(size - 1, Math.ceil(centre + radius) - 1);
    let sum = 0;
    for (let i = first; i <= last; i++) {
      sum += weights[at + i - first] = weigh(Math.abs(i + 0.5 - centre) / widening);
    }
    for (let i = first; i <= last; i++) weights[at++]! /= sum;
    starts[place] = first;
    counts[place] = last - first + 1;
  }
  return { starts, counts, weights };
}
