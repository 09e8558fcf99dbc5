import { buildReference } from '../../../../src/monitoring/drift/build-reference';
import { alarmingSignals, judgeWindow } from '../../../../src/monitoring/drift/judge-window';
import type { JudgedWindow } from '../../../../src/monitoring/drift/judge-window';
import { addPicture, emptySums } from '../../../../src/monitoring/drift/window-sums';
import { madeUpPictures, seenPictures, type Difference } from './made-up-stream';

const reference = buildReference(madeUpPictures(2000, 1));

/** @returns the window, and the share of its pictures that is right */
function windowOf(
  seed: number,
  difference?: Difference,
  count = 500,
): { readonly window: JudgedWindow; readonly accuracy: number } {
  const sums = emptySums(reference);
  let right = 0;
  for (const picture of seenPictures(madeUpPictures(count, seed, difference))) {
    addPicture(sums, reference, picture);
    if (picture.isRight) right++;
  }
  const stored = { id: seed, firstAt: 0, lastAt: 1, isClosed: true, sums, strangest: [] };
  return { window: judgeWindow(stored, reference), accuracy: right / count };
}

describe('windows of pictures', () => {
  const clean = Array.from({ length: 50 }, (_, i) => windowOf(100 + i));

  it('alarm at most once in fifty where nothing has changed', () => {
    const alarms = clean.filter(({ window }) => alarmingSignals(window).length > 0);
    expect(alarms.length).toBeLessThanOrEqual(1);
  });

  it('alarm as rarely with other numbers of pictures', () => {
    for (const count of [100, 3000]) {
      const windows = Array.from({ length: 30 }, (_, i) => windowOf(300 + i, {}, count).window);
      const alarms = windows.filter((window) => alarmingSignals(window).length > 0);
      expect(alarms.length).toBeLessThanOrEqual(1);
    }
  });

  it.each<[string, Difference, string]>([
    ['features', { features: 0.2 }, 'features'],
    ['pixels', { pixels: 0.03 }, 'pixels'],
    ['the mix of classes', { onlyClass: 2 }, 'classes'],
    ['how sure the version is', { blur: 0.5 }, 'confidence'],
  ])('alarm at once where %s have changed', (_, difference, signal) => {
    for (const seed of [200, 201]) {
      expect(alarmingSignals(windowOf(seed, difference).window)).toContain(signal);
    }
  });

  it('say nothing of too few pictures', () => {
    const { unlikeness } = windowOf(5, { pixels: 1 }, 20).window;
    expect(Object.values(unlikeness)).toEqual([null, null, null, null]);
  });

  it('estimate the accuracy of confidences that are calibrated, within their interval', () => {
    for (const kind of ['byConfidence', 'byThreshold'] as const) {
      const inside = clean.filter(({ window, accuracy }) => {
        const { low, high } = window.estimates[kind];
        return low <= accuracy && accuracy <= high;
      });
      expect(inside.length).toBeGreaterThanOrEqual(44); // of 50, at 95%
      const bias =
        clean.reduce(
          (sum, { window, accuracy }) => sum + window.estimates[kind].value - accuracy,
          0,
        ) / clean.length;
      expect(Math.abs(bias)).toBeLessThan(0.03);
    }
  });

  it('estimate less where pictures are harder to tell apart', () => {
    const hard = windowOf(7, { blur: 0.5 });
    for (const estimate of Object.values(hard.window.estimates)) {
      expect(estimate.value).toBeLessThan(clean[0]!.accuracy - 0.1);
    }
  });
});
