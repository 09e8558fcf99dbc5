/** A receiver operating characteristic, from (0, 0) to (1, 1). */
export interface RocCurve {
  readonly fpr: number[];
  readonly tpr: number[];
}

/**
 * The curve of one class against the rest: one point for each distinct score, equal scores
 * together, so that ties count half in the area (Fawcett 2006, algorithm 1).
 *
 * @param scores [n]; higher means more likely of the class
 * @param labels [n]
 */
export function rocCurve(
  scores: Float32Array,
  labels: Uint8Array | Uint16Array,
  positive: number,
): RocCurve {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  let positives = 0;
  for (const label of labels) if (label === positive) positives++;
  const negatives = labels.length - positives;
  const curve: RocCurve = { fpr: [0], tpr: [0] };
  let hits = 0;
  let misses = 0;
  for (const [rank, index] of order.entries()) {
    if (labels[index] === positive) hits++;
    else misses++;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    curve.fpr.push(negatives === 0 ? 0 : misses / negatives);
    curve.tpr.push(positives === 0 ? 0 : hits / positives);
  }
  return curve;
}

/** Area under a curve by the trapezoidal rule, 0-1. */
export function aucOf({ fpr, tpr }: RocCurve): number {
  let area = 0;
  for (let i = 1; i < fpr.length; i++) {
    area += (fpr[i]! - fpr[i - 1]!) * ((tpr[i]! + tpr[i - 1]!) / 2);
  }
  return area;
}
