import {
  jensenShannonDivergence,
  kolmogorovSmirnovDistance,
  populationStabilityIndex,
} from '../../../../src/monitoring/drift/divergence';

describe('distances of two mixes', () => {
  const [mix, same] = [
    [100, 200, 700],
    [10, 20, 70],
  ];

  it('are none where the shares are the same', () => {
    expect(jensenShannonDivergence(mix, same)).toBeCloseTo(0, 12);
    expect(kolmogorovSmirnovDistance(mix, same)).toBeCloseTo(0, 12);
    expect(populationStabilityIndex(mix, same)).toBeLessThan(1e-3); // the prior of half a count
  });

  it('are one, of the bounded ones, where nothing is in common', () => {
    expect(jensenShannonDivergence([5, 0], [0, 9])).toBe(1);
    expect(kolmogorovSmirnovDistance([5, 0], [0, 9])).toBe(1);
  });

  it('are what their definitions say', () => {
    const [a, b] = [
      [5000, 5000],
      [2000, 8000],
    ];
    const psi = (0.5 - 0.2) * Math.log(0.5 / 0.2) + (0.5 - 0.8) * Math.log(0.5 / 0.8);
    expect(populationStabilityIndex(a, b)).toBeCloseTo(psi, 3);
    expect(kolmogorovSmirnovDistance(a, b)).toBeCloseTo(0.3, 12);
    const middle = [0.35, 0.65];
    const js =
      (0.5 * Math.log2(0.5 / middle[0]!) +
        0.5 * Math.log2(0.5 / middle[1]!) +
        0.2 * Math.log2(0.2 / middle[0]!) +
        0.8 * Math.log2(0.8 / middle[1]!)) /
      2;
    expect(jensenShannonDivergence(a, b)).toBeCloseTo(js, 12);
  });

  it('stay finite where a class was never seen', () => {
    expect(Number.isFinite(populationStabilityIndex([0, 10], [10, 0]))).toBe(true);
  });
});
