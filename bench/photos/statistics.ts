/** Mean of several draws, with the 95% interval of the mean. */
export function meanAndInterval(values: readonly number[]): { mean: number; reach: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  return { mean, reach: (1.96 * deviation) / Math.sqrt(values.length) };
}

/** `66.1 ± 1.2`, in points. */
export function points(shares: readonly number[]): string {
  const { mean, reach } = meanAndInterval(shares);
  const interval = shares.length < 2 ? '' : ` ± ${(100 * reach).toFixed(1)}`;
  return `${(100 * mean).toFixed(1)}${interval}`;
}
