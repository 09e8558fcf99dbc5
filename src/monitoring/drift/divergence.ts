/** Added to each count, so that a class that was never seen does not make a distance infinite. */
const PRIOR = 0.5;

/**
 * The population stability index of two mixes: Σ (p − q) · ln(p / q). Below 0.1 is usually called
 * stable, above 0.25 another population.
 *
 * @param counts [k]
 * @param reference [k], counts of the same classes
 */
export function populationStabilityIndex(
  counts: ArrayLike<number>,
  reference: ArrayLike<number>,
): number {
  const [p, q] = [sharesOf(counts, PRIOR), sharesOf(reference, PRIOR)];
  return p.reduce((sum, share, i) => sum + (share - q[i]!) * Math.log(share / q[i]!), 0);
}

/**
 * The Jensen-Shannon divergence of two mixes in bits: 0 where they are the same, 1 where they have
 * nothing in common.
 */
export function jensenShannonDivergence(
  counts: ArrayLike<number>,
  reference: ArrayLike<number>,
): number {
  const [p, q] = [sharesOf(counts, 0), sharesOf(reference, 0)];
  const half = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log2((2 * a) / (a + b)));
  return p.reduce((sum, share, i) => sum + (half(share, q[i]!) + half(q[i]!, share)) / 2, 0);
}

/** The largest difference of two cumulative shares, 0-1: Kolmogorov and Smirnov's distance, binned. */
export function kolmogorovSmirnovDistance(
  counts: ArrayLike<number>,
  reference: ArrayLike<number>,
): number {
  const [p, q] = [sharesOf(counts, 0), sharesOf(reference, 0)];
  let [difference, largest] = [0, 0];
  for (let i = 0; i < p.length; i++) {
    difference += p[i]! - q[i]!;
    largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}

function sharesOf(counts: ArrayLike<number>, prior: number): Float64Array {
  const all = Float64Array.from(counts, (count) => count + prior);
  const total = all.reduce((sum, count) => sum + count, 0);
  return total === 0 ? all : all.map((count) => count / total);
}
