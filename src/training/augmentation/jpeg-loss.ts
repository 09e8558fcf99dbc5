import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';

/**
 * What a JPEG of a picture loses, without writing one: colour halved in both directions, 8×8
 * cosine transforms, coefficients rounded to the quantisation tables of ITU-T T.81 (Annex K)
 * scaled to a quality as libjpeg does, and all the way back with libjpeg's smooth upsampling
 * ("fancy"). Only the lossless part of the format is left out, so that the pixels differ from
 * those of libjpeg by the rounding of its whole-number transforms.
 */
export class JpegLoss {
  readonly #luma = new Float32Array(IMAGE_SIDE * IMAGE_SIDE);
  readonly #blue = new Float32Array(IMAGE_SIDE * IMAGE_SIDE);
  readonly #red = new Float32Array(IMAGE_SIDE * IMAGE_SIDE);
  readonly #halfBlue = new Float32Array(HALF * HALF);
  readonly #halfRed = new Float32Array(HALF * HALF);
  readonly #rows = new Float32Array(BLOCK * BLOCK);
  readonly #coefficients = new Float32Array(BLOCK * BLOCK);

  /**
   * @param image float32, [32, 32, 3], whole numbers 0-255; changed in place
   * @param quality 1-100, as libjpeg counts
   */
  apply(image: Float32Array, quality: number): void {
    const { luma, colour } = tablesOf(quality);
    this.#split(image);
    halve(this.#blue, this.#halfBlue);
    halve(this.#red, this.#halfRed);
    this.#quantise(this.#luma, IMAGE_SIDE, luma);
    this.#quantise(this.#halfBlue, HALF, colour);
    this.#quantise(this.#halfRed, HALF, colour);
    double(this.#halfBlue, this.#blue);
    double(this.#halfRed, this.#red);
    this.#join(image);
  }

  /** RGB → YCbCr (JFIF), all around 0. */
  #split(image: Float32Array): void {
    for (let pixel = 0, at = 0; pixel < IMAGE_SIDE * IMAGE_SIDE; pixel++, at += IMAGE_CHANNELS) {
      const r = image[at]!;
      const g = image[at + 1]!;
      const b = image[at + 2]!;
      this.#luma[pixel] = Math.round(0.299 * r + 0.587 * g + 0.114 * b) - CENTRE;
      this.#blue[pixel] = Math.round(-0.168736 * r - 0.331264 * g + 0.5 * b);
      this.#red[pixel] = Math.round(0.5 * r - 0.418688 * g - 0.081312 * b);
    }
  }

  /** YCbCr → RGB */
  #join(image: Float32Array): void {
    for (let pixel = 0, at = 0; pixel < IMAGE_SIDE * IMAGE_SIDE; pixel++, at += IMAGE_CHANNELS) {
      const y = this.#luma[pixel]! + CENTRE;
      const blue = this.#blue[pixel]!;
      const red = this.#red[pixel]!;
      image[at] = byte(y + 1.402 * red);
      image[at + 1] = byte(y - 0.344136 * blue - 0.714136 * red);
      image[at + 2] = byte(y + 1.772 * blue);
    }
  }

  /** Rounds the cosine coefficients of each block of a plane to multiples of the table's steps. */
  #quantise(plane: Float32Array, side: number, steps: Float32Array): void {
    const rows = this.#rows;
    const coefficients = this.#coefficients;
    for (let top = 0; top < side; top += BLOCK) {
      for (let left = 0; left < side; left += BLOCK) {
        const corner = top * side + left;
        for (let y = 0; y < BLOCK; y++) {
          for (let u = 0; u < BLOCK; u++) {
            let sum = 0;
            for (let x = 0; x < BLOCK; x++) {
              sum += COSINES[u * BLOCK + x]! * plane[corner + y * side + x]!;
            }
            rows[y * BLOCK + u] = sum;
          }
        }
        for (let v = 0; v < BLOCK; v++) {
          for (let u = 0; u < BLOCK; u++) {
            let sum = 0;
            for (let y = 0; y < BLOCK; y++) sum += COSINES[v * BLOCK + y]! * rows[y * BLOCK + u]!;
            const step = steps[v * BLOCK + u]!;
            coefficients[v * BLOCK + u] = Math.round(sum / step) * step;
          }
        }
        for (let v = 0; v < BLOCK; v++) {
          for (let x = 0; x < BLOCK; x++) {
            let sum = 0;
            for (let u = 0; u < BLOCK; u++) {
              sum += COSINES[u * BLOCK + x]! * coefficients[v * BLOCK + u]!;
            }
            rows[v * BLOCK + x] = sum;
          }
        }
        for (let y = 0; y < BLOCK; y++) {
          for (let x = 0; x < BLOCK; x++) {
            let sum = 0;
            for (let v = 0; v < BLOCK; v++) sum += COSINES[v * BLOCK + y]! * rows[v * BLOCK + x]!;
            plane[corner + y * side + x] = clamp(Math.round(sum), -CENTRE, CENTRE - 1);
          }
        }
      }
    }
  }
}

const BLOCK = 8;
const HALF = IMAGE_SIDE / 2;
const CENTRE = 128;

/** The orthonormal cosine transform: [frequency, position]. */
const COSINES = Float32Array.from({ length: BLOCK * BLOCK }, (_, i) => {
  const frequency = Math.floor(i / BLOCK);
  const scale = Math.sqrt((frequency === 0 ? 1 : 2) / BLOCK);
  return scale * Math.cos(((2 * (i % BLOCK) + 1) * frequency * Math.PI) / (2 * BLOCK));
});

/** Steps at quality 50, row by row (T.81, tables K.1 and K.2). */
// prettier-ignore
const LUMA = [
  16, 11, 10, 16, 24, 40, 51, 61,
  12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77,
  24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
// prettier-ignore
const COLOUR = [
  17, 18, 24, 47, 99, 99, 99, 99,
  18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
];

interface Tables {
  readonly luma: Float32Array;
  readonly colour: Float32Array;
}

const tables = new Map<number, Tables>();

function tablesOf(quality: number): Tables {
  let known = tables.get(quality);
  if (known === undefined) {
    known = { luma: scaled(LUMA, quality), colour: scaled(COLOUR, quality) };
    tables.set(quality, known);
  }
  return known;
}

/** libjpeg's jpeg_quality_scaling and jpeg_add_quant_table. */
function scaled(table: readonly number[], quality: number): Float32Array {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return Float32Array.from(table, (step) => clamp(Math.floor((step * percent + 50) / 100), 1, 255));
}

/** Means of 2×2 pixels. libjpeg rounds up and down in turns along a row. */
function halve(full: Float32Array, half: Float32Array): void {
  for (let y = 0; y < HALF; y++) {
    for (let x = 0; x < HALF; x++) {
      const at = 2 * y * IMAGE_SIDE + 2 * x;
      const sum = full[at]! + full[at + 1]! + full[at + IMAGE_SIDE]! + full[at + IMAGE_SIDE + 1]!;
      half[y * HALF + x] = Math.floor((sum + 1 + (x & 1)) / 4);
    }
  }
}

/** Each new pixel is 9/16 the nearest old one, and 3/16, 3/16 and 1/16 its neighbours. */
function double(half: Float32Array, full: Float32Array): void {
  for (let y = 0; y < IMAGE_SIDE; y++) {
    const near = (y >> 1) * HALF;
    const far = clamp((y >> 1) + (y & 1 ? 1 : -1), 0, HALF - 1) * HALF;
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const column = x >> 1;
      const beside = clamp(column + (x & 1 ? 1 : -1), 0, HALF - 1);
      const here = 3 * half[near + column]! + half[far + column]!;
      const there = 3 * half[near + beside]! + half[far + beside]!;
      full[y * IMAGE_SIDE + x] = Math.floor((3 * here + there + (x & 1 ? 7 : 8)) / 16);
    }
  }
}

function byte(value: number): number {
  return clamp(Math.round(value), 0, 255);
}

function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
