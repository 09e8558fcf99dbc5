import { mcnemarTest } from '../../../src/evaluation/mcnemar';

/** Answers of two classifiers with these four counts. */
function answers(
  both: number,
  onlyA: number,
  onlyB: number,
  neither: number,
): [boolean[], boolean[]] {
  const many = (count: number, value: boolean): boolean[] => new Array<boolean>(count).fill(value);
  return [
    [...many(both, true), ...many(onlyA, true), ...many(onlyB, false), ...many(neither, false)],
    [...many(both, true), ...many(onlyA, false), ...many(onlyB, true), ...many(neither, false)],
  ];
}

describe("McNemar's test", () => {
  it('counts the four kinds of images', () => {
    expect(mcnemarTest(...answers(5, 4, 3, 2))).toMatchObject({
      images: 14,
      both_right: 5,
      only_a_right: 4,
      only_b_right: 3,
      both_wrong: 2,
    });
  });

  it('gives the exact p-value', () => {
    // 2 · P(X ≤ 1), X ~ B(8, 1/2) = 2 · 9 / 256
    expect(mcnemarTest(...answers(50, 7, 1, 3)).p_value).toBeCloseTo(18 / 256, 12);
  });

  it('gives a corrected statistic that agrees with it', () => {
    // 121 against 59, a common example: 62² / 180 = 21.36 without the correction.
    const { statistic, p_value } = mcnemarTest(...answers(101, 121, 59, 33));
    expect(statistic).toBeCloseTo(61 ** 2 / 180, 12);
    expect(p_value / 4.434449263755176e-6).toBeCloseTo(1, 9);
  });

  it('finds nothing where nothing differs', () => {
    expect(mcnemarTest(...answers(90, 0, 0, 10))).toMatchObject({ statistic: 0, p_value: 1 });
    expect(mcnemarTest(...answers(0, 30, 30, 0)).p_value).toBe(1);
  });

  it('stays exact for thousands of images', () => {
    const { p_value } = mcnemarTest(...answers(0, 2600, 2400, 0));
    expect(p_value).toBeCloseTo(0.004883649737517518, 10);
  });

  it('refuses answers to different numbers of images', () => {
    expect(() => mcnemarTest([true], [])).toThrow(RangeError);
  });
});
