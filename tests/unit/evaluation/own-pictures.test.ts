import fc from 'fast-check';
import { estimateGains } from '../../../src/evaluation/estimate-gains';
import { evaluateOwnPictures, type JudgedPictures } from '../../../src/evaluation/own-pictures';
import { shareOf, wilsonInterval } from '../../../src/evaluation/share-of-pictures';
import { ownPicturesSchema, type LearningCurve } from '../../../src/registry/own-pictures';

/** Pictures of classes 0-3, the last of which has none, and what they were called. */
function judged(
  labels: number[],
  called: number[],
  more: Partial<JudgedPictures> = {},
): JudgedPictures {
  const logits = new Float32Array(labels.length * 4);
  // The later, the surer.
  for (const [i, c] of called.entries()) logits[i * 4 + c] = 1 + i;
  return {
    judgedBy: 'leave_one_out',
    ids: labels.map((_, i) => `id-${i}`),
    labels,
    logits,
    temperature: 1,
    learned: [0, 1, 2, 3].map((c) => labels.filter((label) => label === c).length),
    learningCurve: [],
    ...more,
  };
}

describe('wilsonInterval', () => {
  it('gives what is tabulated for 8 of 10, and for 10 of 10', () => {
    // statsmodels: proportion_confint(8, 10, method='wilson') and (10, 10)
    expect(wilsonInterval(0.8, 10).low).toBeCloseTo(0.49016, 5);
    expect(wilsonInterval(0.8, 10).high).toBeCloseTo(0.94332, 5);
    expect(wilsonInterval(1, 10).low).toBeCloseTo(0.72246, 4);
    expect(wilsonInterval(1, 10).high).toBe(1);
  });

  it('holds the share, and nothing beyond 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, at) => {
          const { value, low, high } = shareOf(Math.round(at * n), n);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(value - low).toBeGreaterThanOrEqual(-1e-12);
          expect(high - value).toBeGreaterThanOrEqual(-1e-12);
        },
      ),
    );
  });
});

describe('evaluateOwnPictures', () => {
  it('counts pictures by class, and averages over classes that have any', () => {
    const report = evaluateOwnPictures(judged([0, 0, 0, 0, 1, 1, 2], [0, 0, 0, 1, 1, 0, 2]))!;
    expect(ownPicturesSchema.parse(report)).toEqual(report);
    expect(report.accuracy).toMatchObject({ right: 5, pictures: 7, value: 5 / 7 });
    expect(report.mean_recall).toBeCloseTo((3 / 4 + 1 / 2 + 1) / 3, 12);
    expect(
      report.classes.map(({ learned, called, recall }) => [learned, called, recall?.value]),
    ).toEqual([
      [4, 4, 0.75],
      [2, 2, 0.5],
      [1, 1, 1],
      [0, 0, undefined],
    ]);
  });

  it('keeps examples of each cell, the surest first', () => {
    const { confusion } = evaluateOwnPictures(judged([1, 1, 0, 1, 1], [0, 0, 0, 1, 0]))!;
    expect(confusion).toEqual([
      { actual: 0, predicted: 0, pictures: 1, examples: ['id-2'] },
      { actual: 1, predicted: 0, pictures: 3, examples: ['id-4', 'id-1', 'id-0'] },
      { actual: 1, predicted: 1, pictures: 1, examples: ['id-3'] },
    ]);
  });

  it('keeps a dozen examples at the most, but counts all', () => {
    const many = Array<number>(40).fill(2);
    const [cell] = evaluateOwnPictures(judged(many, many))!.confusion;
    expect(cell!.pictures).toBe(40);
    expect(cell!.examples).toHaveLength(12);
  });

  it('leaves out pictures that nothing can be said of', () => {
    const report = evaluateOwnPictures(
      judged([0, 0, 1], [0, 0, 0], { counts: Uint8Array.of(1, 1, 0) }),
    )!;
    expect(report.accuracy).toMatchObject({ right: 2, pictures: 2 });
    expect(report.not_judged).toBe(1);
    expect(report.classes[1]!.recall).toBeNull();
  });

  it('says nothing where no picture counts', () => {
    expect(evaluateOwnPictures(judged([0, 1], [0, 1], { counts: new Uint8Array(2) }))).toBeNull();
  });
});

describe('estimateGains', () => {
  const curve = (exponent: number): LearningCurve =>
    [1, 5, 20].map((n) => ({
      pictures_per_class: n,
      accuracy: 1 - 0.6 * n ** -exponent,
      low: 0,
      high: 1,
      draws: 5,
    }));

  it('advises pictures of the class that errs most, where all have as many', () => {
    const classes = [18, 9, 15].map((right) => ({ learned: 20, judged: 20, right }));
    const advice = estimateGains(classes, curve(0.4))!;
    expect(advice).toMatchObject({ class: 1, more_pictures: 20, exponent_from: 'learning_curve' });
    expect(advice.exponent).toBeCloseTo(0.4, 9);
  });

  it('advises pictures of the class that has fewest, where all err alike', () => {
    const classes = [
      { learned: 100, judged: 100, right: 70 },
      { learned: 10, judged: 10, right: 7 },
    ];
    expect(estimateGains(classes, [])).toMatchObject({ class: 1, exponent_from: 'usual' });
  });

  it('has none where all is right', () => {
    const classes = [
      { learned: 2, judged: 2, right: 2 },
      { learned: 60, judged: 60, right: 60 },
    ];
    expect(estimateGains(classes, [])).toBeNull();
  });

  it('has none where nothing was judged', () => {
    expect(estimateGains([{ learned: 1, judged: 0, right: 0 }], [])).toBeNull();
  });
});
