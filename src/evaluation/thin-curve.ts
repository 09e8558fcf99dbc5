import type { RocCurve } from './roc';

/**
 * Leaves at most `points` of a curve's points, the ones that make its shape: again and again the
 * point goes whose triangle with its neighbours is smallest (Visvalingam & Whyatt 1993, "Line
 * generalisation by repeated elimination of points"). What a removal changes is exactly that
 * triangle's area, so the area under the curve hardly moves. The ends stay.
 *
 * @param points at least 2
 */
export function thinCurve(curve: RocCurve, points: number): RocCurve {
  const kept = corners(curve);
  const areas = kept.map((_, i) => triangleAt(curve, kept, i));
  while (kept.length > points) {
    const smallest = indexOfSmallest(areas);
    kept.splice(smallest, 1);
    areas.splice(smallest, 1);
    for (const i of [smallest - 1, smallest]) areas[i] = triangleAt(curve, kept, i);
  }
  return {
    fpr: kept.map((index) => curve.fpr[index]!),
    tpr: kept.map((index) => curve.tpr[index]!),
  };
}

/** Indices of the ends and of every point where the direction changes; the rest says nothing. */
function corners(curve: RocCurve): number[] {
  const all = curve.fpr.map((_, index) => index);
  return all.filter((_, i) => triangleAt(curve, all, i) > 0);
}

/** Area of the triangle that the i-th of these points makes with its neighbours; the ends' is endless. */
function triangleAt({ fpr, tpr }: RocCurve, indices: readonly number[], i: number): number {
  const [before, at, after] = [indices[i - 1], indices[i], indices[i + 1]];
  if (before === undefined || at === undefined || after === undefined) return Infinity;
  const [right, up] = [fpr[after]! - fpr[before]!, tpr[after]! - tpr[before]!];
  return Math.abs(right * (tpr[at]! - tpr[before]!) - up * (fpr[at]! - fpr[before]!)) / 2;
}

function indexOfSmallest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);
}
