import fc from 'fast-check';
import {
  expectedCalibrationError,
  reliabilityBins,
} from '../../../src/evaluation/calibration-error';

describe('reliability bins', () => {
  it('put an image into the bin of its confidence, the surest into the last', () => {
    const bins = reliabilityBins(
      Float32Array.of(0.59, 0.41, 0.61, 0.39, 1, 0, 0.5, 0.5),
      Uint8Array.of(0, 1, 0, 1),
    );
    expect(bins).toHaveLength(15);
    expect(bins.map(({ images }) => images).join('')).toBe('000000011100001');
    expect(bins[9]).toEqual({ confidence: expect.closeTo(0.61, 6), accuracy: 0, images: 1 });
    expect(bins[14]).toEqual({ confidence: 1, accuracy: 1, images: 1 });
    expect(bins[0]).toEqual({ confidence: 0.5 / 15, accuracy: 0, images: 0 });
  });

  it('lose no image', () => {
    const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1)), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(rows, (made) => {
        const probabilities = Float32Array.from(made.flatMap(([p]) => [p, 1 - p]));
        const bins = reliabilityBins(
          probabilities,
          Uint8Array.from(made, ([, label]) => label),
        );
        expect(bins.reduce((sum, { images }) => sum + images, 0)).toBe(made.length);
        expect(expectedCalibrationError(bins)).toBeGreaterThanOrEqual(0);
        expect(expectedCalibrationError(bins)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the expected calibration error', () => {
  it('is the gap between confidence and accuracy, weighted by images', () => {
    const bins = [
      { confidence: 0.5, accuracy: 0.7, images: 30 },
      { confidence: 0.9, accuracy: 0.8, images: 10 },
      { confidence: 0.3, accuracy: 0, images: 0 },
    ];
    expect(expectedCalibrationError(bins)).toBeCloseTo((30 * 0.2 + 10 * 0.1) / 40, 12);
  });
});
