import { aucOf, rocCurve } from '../../../src/evaluation/roc';
import { thinCurve } from '../../../src/evaluation/thin-curve';

/** A curve of thousands of corners: scores of the class are higher, but often not by much. */
function jagged(): ReturnType<typeof rocCurve> {
  const labels = Uint8Array.from({ length: 4000 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const scores = Float32Array.from(labels, (label, i) => Math.sin(i * 12.9898) + 0.9 * label);
  return rocCurve(scores, labels, 1);
}

/** The height of a curve at a place, between its points. */
function heightAt({ fpr, tpr }: ReturnType<typeof rocCurve>, x: number): number {
  const i = fpr.findIndex((value) => value >= x);
  const width = fpr[i]! - (fpr[i - 1] ?? 0);
  const share = width === 0 ? 1 : (x - fpr[i - 1]!) / width;
  return (tpr[i - 1] ?? 0) + share * (tpr[i]! - (tpr[i - 1] ?? 0));
}

describe('a thinned curve', () => {
  const curve = jagged();
  const thin = thinCurve(curve, 100);

  it('has no more points than wanted, and the same ends', () => {
    expect(curve.fpr.length).toBeGreaterThan(1000);
    expect(thin.fpr).toHaveLength(100);
    expect(thin.tpr).toHaveLength(100);
    expect([thin.fpr[0], thin.tpr[0], thin.fpr[99], thin.tpr[99]]).toEqual([0, 0, 1, 1]);
  });

  it('keeps the area and the shape', () => {
    expect(aucOf(thin)).toBeCloseTo(aucOf(curve), 3);
    for (let x = 0.005; x < 1; x += 0.005) {
      expect(Math.abs(heightAt(thin, x) - heightAt(curve, x))).toBeLessThan(0.02);
    }
  });

  it('goes on rising only', () => {
    for (const values of [thin.fpr, thin.tpr]) {
      expect([...values].sort((a, b) => a - b)).toEqual(values);
    }
  });

  it('loses nothing when its points are few or lie on lines', () => {
    const steps = { fpr: [0, 0, 0, 0.5, 1], tpr: [0, 0.5, 1, 1, 1] };
    expect(thinCurve(steps, 100)).toEqual({ fpr: [0, 0, 1], tpr: [0, 1, 1] });
  });
});
