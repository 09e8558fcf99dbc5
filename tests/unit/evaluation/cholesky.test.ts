import fc from 'fast-check';
import { choleskyOf } from '../../../src/evaluation/cholesky';

const value = fc.double({ min: -5, max: 5, noNaN: true });

/** A well-conditioned A = R·Rᵀ + I, and two columns. */
const system = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc
    .record({
      root: fc.array(value, { minLength: n * n, maxLength: n * n }),
      x: fc.array(value, { minLength: n * 2, maxLength: n * 2 }),
    })
    .map(({ root, x }) => {
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          for (let k = 0; k < n; k++) a[i * n + j]! += root[i * n + k]! * root[j * n + k]!;
        }
        a[i * n + i]! += 1;
      }
      return { n, a, x: Float64Array.from(x) };
    }),
);

function times(a: Float64Array, x: Float64Array, n: number): Float64Array {
  return x.map((_, at) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += a[Math.floor(at / 2) * n + j]! * x[j * 2 + (at % 2)]!;
    return sum;
  });
}

describe('the solver', () => {
  it('solves any well-conditioned system', () => {
    fc.assert(
      fc.property(system, ({ n, a, x }) => {
        const found = choleskyOf(a, n).solve(times(a, x, n));
        for (const [i, expected] of x.entries()) expect(found[i]).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('solves halfway, so that products are those with the inverse', () => {
    fc.assert(
      fc.property(system, ({ n, a, x }) => {
        const cholesky = choleskyOf(a, n);
        const half = cholesky.solveHalf(x);
        const whole = cholesky.solve(x);
        let [byHalf, byWhole] = [0, 0];
        for (let i = 0; i < n; i++) {
          byHalf += half[2 * i]! * half[2 * i + 1]!;
          byWhole += x[2 * i]! * whole[2 * i + 1]!;
        }
        expect(byHalf).toBeCloseTo(byWhole, 6);
      }),
    );
  });

  it.each([
    ['indefinite', [1, 2, 2, 1]],
    ['not a number', [1, 0, NaN, 1]],
  ])('says when a matrix is %s', (_, values) => {
    expect(() => choleskyOf(Float64Array.from(values), 2)).toThrow(
      'not positive definite in row 1',
    );
  });
});
