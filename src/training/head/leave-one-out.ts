import type { Cholesky } from '../../evaluation/cholesky';

/**
 * What a ridge regression would make of a sample had it been left out, without another one (Cook
 * and Weisberg 1982, equation 2.2.8): with H = w·XᵀA⁻¹X for its two views X, the errors are
 * (I − H)⁻¹ times those that were made with it.
 *
 * @param views the sample and its mirror image, each as it went into the regression
 * @param column what the regression gave
 * @param target what it should make of either view
 * @param weight of each view
 * @param system the left side, with the sample
 * @returns the score of the first view
 */
export function scoreUnseen(
  views: readonly Float64Array[],
  column: Float64Array,
  target: number,
  weight: number,
  system: Cholesky,
): number {
  const [plain, mirrored] = views as [Float64Array, Float64Array];
  const a = system.solveHalf(plain);
  const b = system.solveHalf(mirrored);
  const aa = 1 - weight * dot(a, a);
  const ab = -weight * dot(a, b);
  const bb = 1 - weight * dot(b, b);
  const errorPlain = target - dot(column, plain);
  const errorMirrored = target - dot(column, mirrored);
  return target - (bb * errorPlain - ab * errorMirrored) / (aa * bb - ab * ab);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
