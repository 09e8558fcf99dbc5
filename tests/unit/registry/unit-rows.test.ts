import { unitRows } from '../../../src/registry/head-arithmetic';

describe('unit rows', () => {
  it('are the first features of each row, scaled to length 1', () => {
    const rows = unitRows(Float32Array.of(3, 4, 99, 0, -2, 99), 3, 2);
    expect([...rows].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 0, -1]);
  });

  it('stay zero where there is nothing to scale', () => {
    expect(unitRows(new Float32Array(4), 2, 2)).toEqual(new Float32Array(4));
  });
});
