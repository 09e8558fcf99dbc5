/** The index of the largest of `count` values from `start`; the first of equals. */
export function argMax(values: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) {
    if (values[start + i]! > values[start + best]!) best = i;
  }
  return best;
}

/**
 * Share of rows whose largest value is at the label, 0-1.
 *
 * @param scores [n, classes], row-major
 * @param labels [n], n ≥ 1
 */
export function accuracyOf(scores: Float32Array, labels: Uint8Array): number {
  const classes = scores.length / labels.length;
  let correct = 0;
  for (const [i, label] of labels.entries()) {
    if (argMax(scores, i * classes, classes) === label) correct++;
  }
  return correct / labels.length;
}
