import type { HeadExamples } from './head-examples';

/** What examples contribute to both sides of a weighted regression. */
export interface WeightedSums {
  /** Σ w·x·xᵀ, 1 appended to x; float64, [features + 1, features + 1], its lower triangle */
  readonly left: Float64Array;
  /** Σ w·x·tᵀ; float64, [features + 1, targets] */
  readonly right: Float64Array;
}

/**
 * @param targets of each example
 * @param weightOf of the example at an index; one of weight 0 is not looked at
 * @param targetOf writes what the regression is to give for the example at an index
 */
export function weightedSums(
  { features: values, labels }: HeadExamples,
  features: number,
  targets: number,
  weightOf: (index: number) => number,
  targetOf: (index: number, target: Float64Array) => void,
): WeightedSums {
  const rows = features + 1;
  const left = new Float64Array(rows * rows);
  const right = new Float64Array(rows * targets);
  const x = new Float64Array(rows).fill(1);
  const target = new Float64Array(targets);
  for (let i = 0; i < labels.length; i++) {
    const weight = weightOf(i);
    if (weight === 0) continue;
    x.set(values.subarray(i * features, (i + 1) * features));
    targetOf(i, target);
    for (let row = 0; row < rows; row++) {
      const value = weight * x[row]!;
      // What passed a rectifier or a max is often exactly zero.
      if (value === 0) continue;
      for (let column = 0; column <= row; column++)
        left[row * rows + column]! += value * x[column]!;
      for (let t = 0; t < targets; t++) right[row * targets + t]! += value * target[t]!;
    }
  }
  return { left, right };
}

/** a + factor · b, value by value. */
export function added(a: Float64Array, b: Float64Array, factor = 1): Float64Array {
  return a.map((value, i) => value + factor * b[i]!);
}
