import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { WHITENING_CHANNELS, WHITENING_SIDE } from './specification';

/** The first layer: raw pixels (0-255) in, decorrelated patches of unit variance out. */
export interface Whitening {
  /** float32, [2, 2, 3, 24], HWIO; applies to raw pixels 0-255 */
  readonly filter: Float32Array;
  /** float32, [24]; the constant that subtracting the channel means amounts to */
  readonly offset: Float32Array;
}

const PATCH = WHITENING_SIDE * WHITENING_SIDE * IMAGE_CHANNELS;
/** Keeps directions of almost no variance from being blown up (airbench94). */
const REGULARISATION = 5e-4;

/**
 * Computes the whitening filters from the eigenvectors of the patches' covariance, with the
 * channel-wise normalisation (x / 255 - mean) / deviation folded in, which is exact because the
 * convolution is unpadded.
 *
 * @param images uint8, [n, 32, 32, 3]; the statistics use the first `sample` of them
 */
export function fitWhitening(images: Uint8Array, sample = 5000): Whitening {
  const count = Math.min(sample, images.length / IMAGE_VALUES);
  const { mean, deviation } = channelStatistics(images);
  const covariance = patchCovariance(images.subarray(0, count * IMAGE_VALUES), mean, deviation);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(covariance),
    { assumeSymmetric: true },
  );

  const filter = new Float32Array(PATCH * WHITENING_CHANNELS);
  const offset = new Float32Array(WHITENING_CHANNELS);
  for (let direction = 0; direction < PATCH; direction++) {
    const scale = 1 / Math.sqrt(realEigenvalues[direction]! + REGULARISATION);
    for (const sign of [1, -1]) {
      const channel = sign === 1 ? direction : direction + PATCH;
      for (let position = 0; position < PATCH; position++) {
        const colour = position % IMAGE_CHANNELS;
        const weight =
          (sign * scale * eigenvectorMatrix.get(position, direction)) / (255 * deviation[colour]!);
        filter[position * WHITENING_CHANNELS + channel] = weight;
        offset[channel]! -= weight * 255 * mean[colour]!;
      }
    }
  }
  return { filter, offset };
}

interface ChannelStatistics {
  /** of values scaled to 0-1, [3] */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

function channelStatistics(images: Uint8Array): ChannelStatistics {
  const sum = [0, 0, 0];
  const squares = [0, 0, 0];
  for (let i = 0; i < images.length; i++) {
    const value = images[i]!;
    sum[i % IMAGE_CHANNELS]! += value;
    squares[i % IMAGE_CHANNELS]! += value * value;
  }
  const pixels = images.length / IMAGE_CHANNELS;
  const mean = sum.map((total) => total / pixels / 255);
  const deviation = squares.map((total, c) =>
    Math.sqrt(Math.max(total / pixels / 255 ** 2 - mean[c]! ** 2, 1e-8)),
  );
  return { mean, deviation };
}

/** float64, [12, 12]: second moments of the normalised 2×2×3 patches. */
function patchCovariance(
  images: Uint8Array,
  mean: readonly number[],
  deviation: readonly number[],
): number[][] {
  const sums = Array.from({ length: PATCH }, () => new Array<number>(PATCH).fill(0));
  const patch = new Float64Array(PATCH);
  let patches = 0;
  for (let start = 0; start < images.length; start += IMAGE_VALUES) {
    for (let y = 0; y + WHITENING_SIDE <= IMAGE_SIDE; y++) {
      for (let x = 0; x + WHITENING_SIDE <= IMAGE_SIDE; x++) {
        for (let p = 0; p < PATCH; p++) {
          const colour = p % IMAGE_CHANNELS;
          const column = Math.floor(p / IMAGE_CHANNELS) % WHITENING_SIDE;
          const row = Math.floor(p / IMAGE_CHANNELS / WHITENING_SIDE);
          const at = start + ((y + row) * IMAGE_SIDE + x + column) * IMAGE_CHANNELS + colour;
          patch[p] = (images[at]! / 255 - mean[colour]!) / deviation[colour]!;
        }
        for (let a = 0; a < PATCH; a++) {
          const row = sums[a]!;
          for (let b = 0; b < PATCH; b++) row[b]! += patch[a]! * patch[b]!;
        }
        patches++;
      }
    }
  }
  return sums.map((row) => row.map((value) => value / patches));
}
