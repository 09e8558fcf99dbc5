import { choleskyOf } from '../../evaluation/cholesky';

/**
 * How far means of many values may be said to be from a reference: a metric that was fitted to the
 * covariance of single pictures.
 */
export interface Whitening {
  readonly kind: 'full' | 'diagonal';
  /**
   * float64: L⁻¹, lower triangle of [width, width], where L·Lᵀ is the covariance; or [width], one by
   * the standard deviation
   */
  readonly factor: Float64Array;
}

/** So much of the covariance between values is taken for chance. */
const SHRINKAGE = 0.05;
/** A variance is at least this share of the mean of all: a value that never changed may. */
const LEAST_VARIANCE = 0.01;

/**
 * The whitening of a full covariance, shrunk towards its diagonal (Ledoit and Wolf 2004 shrink towards
 * a multiple of one; values of different units need their own variances).
 *
 * @param covariance float64, [width, width]
 */
export function fullWhitening(covariance: Float64Array, width: number): Whitening {
  const variances = Float64Array.from({ length: width }, (_, i) => covariance[i * width + i]!);
  const floors = withFloor(variances);
  const shrunk = covariance.map((value) => value * (1 - SHRINKAGE));
  const identity = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    shrunk[i * width + i] = floors[i]!;
    identity[i * width + i] = 1;
  }
  return { kind: 'full', factor: choleskyOf(shrunk, width).solveHalf(identity) };
}

/** The whitening that takes values for independent: the right one where pictures are few. */
export function diagonalWhitening(variances: Float64Array): Whitening {
  return { kind: 'diagonal', factor: withFloor(variances).map((value) => 1 / Math.sqrt(value)) };
}

/** @returns float64, [width]: values in units in which those of single pictures vary by about one */
export function whiten({ kind, factor }: Whitening, values: ArrayLike<number>): Float64Array {
  const width = values.length;
  if (kind === 'diagonal') return factor.map((scale, i) => scale * values[i]!);
  const whitened = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let k = 0; k <= i; k++) sum += factor[i * width + k]! * values[k]!;
    whitened[i] = sum;
  }
  return whitened;
}

/**
 * Mahalanobis's distance, squared, between a mean and that of the reference.
 *
 * @param mean [width]
 * @param reference [width]
 */
export function squaredShift(
  whitening: Whitening,
  mean: ArrayLike<number>,
  reference: ArrayLike<number>,
): number {
  const difference = Float64Array.from(mean, (value, i) => value - reference[i]!);
  return whiten(whitening, difference).reduce((sum, value) => sum + value * value, 0);
}

/** @returns [width] means and the covariance [width, width] of rows */
export function momentsOf(
  rows: Float32Array | Float64Array,
  width: number,
): { readonly mean: Float64Array; readonly covariance: Float64Array } {
  const count = rows.length / width;
  const mean = meansOf(rows, width);
  const covariance = new Float64Array(width * width);
  for (let start = 0; start < rows.length; start += width) {
    for (let i = 0; i < width; i++) {
      const own = (rows[start + i]! - mean[i]!) / count;
      for (let k = 0; k <= i; k++)
        covariance[i * width + k]! += own * (rows[start + k]! - mean[k]!);
    }
  }
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) covariance[k * width + i] = covariance[i * width + k]!;
  }
  return { mean, covariance };
}

/** @returns [width]: means and variances of rows, where their covariance would be too large */
export function variancesOf(
  rows: Float32Array | Float64Array,
  width: number,
): { readonly mean: Float64Array; readonly variances: Float64Array } {
  const count = rows.length / width;
  const mean = meansOf(rows, width);
  const variances = new Float64Array(width);
  for (let at = 0; at < rows.length; at++) {
    variances[at % width]! += (rows[at]! - mean[at % width]!) ** 2 / count;
  }
  return { mean, variances };
}

/** @returns [width] */
function meansOf(rows: Float32Array | Float64Array, width: number): Float64Array {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (let at = 0; at < rows.length; at++) mean[at % width]! += rows[at]! / count;
  return mean;
}

function withFloor(variances: Float64Array): Float64Array {
  const typical = variances.reduce((sum, value) => sum + value, 0) / variances.length;
  const least = typical > 0 ? typical * LEAST_VARIANCE : 1;
  return variances.map((value) => Math.max(value, least));
}
