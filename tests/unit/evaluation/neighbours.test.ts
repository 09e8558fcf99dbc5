import fc from 'fast-check';
import { neighbourDistances } from '../../../src/evaluation/neighbours';
import { nthSmallest, percentile } from '../../../src/evaluation/order-statistics';
import { unitRows } from '../../../src/registry/head-arithmetic';

describe('neighbour distances', () => {
  const axes = Float32Array.of(1, 0, 0, 1);

  it('compares the leading features only, whatever their length', () => {
    const rows = Float32Array.of(3, 4, 99, 0, 0, 7);
    expect([...unitRows(rows, 3, 2)]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8), 0, 0]);
  });

  it('is the cosine distance to the k-th nearest', () => {
    const [near] = neighbourDistances(axes, Float32Array.of(0.6, 0.8), 2, 1);
    const [far] = neighbourDistances(axes, Float32Array.of(0.6, 0.8), 2, 2);
    expect(near).toBeCloseTo(0.2);
    expect(far).toBeCloseTo(0.4);
  });

  it('leaves out the reference that is the query itself', () => {
    const distances = neighbourDistances(
      axes,
      axes,
      2,
      1,
      (query, reference) => query === reference,
    );
    expect([...distances]).toEqual([1, 1]);
  });
});

describe('order statistics', () => {
  it('finds the value at a place of the sorted order', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, noNaN: true }), fc.nat(), (values, n) => {
        const index = n % values.length;
        expect(nthSmallest(values, index)).toBe(Float32Array.from(values).sort()[index]);
      }),
    );
  });

  it('has the asked share of all values at or below it', () => {
    const hundred = Float32Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile(hundred, 1)).toBe(100);
  });
});
