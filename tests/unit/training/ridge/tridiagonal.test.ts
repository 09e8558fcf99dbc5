import fc from 'fast-check';
import { seededRandom } from '../../../../src/evaluation/random';
import { shifted, solveShifted, tridiagonalOf } from '../../../../src/training/ridge/tridiagonal';

/** A symmetric positive semidefinite matrix: the products of a few rows. */
const matrix = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n * 4, maxLength: n * 4 })
    .map((values) => {
      const product = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          for (let f = 0; f < 4; f++)
            product[i * n + j]! += values[i * 4 + f]! * values[j * 4 + f]!;
        }
      }
      return { n, product };
    }),
);

/** Expects Q·T·Qᵀ to be the matrix whose largest value is about `unit`, and Q to be orthogonal. */
function expectTheMatrixBack(product: Float64Array, n: number, unit = 1): void {
  const { q, diagonal, below } = tridiagonalOf(product.slice(), n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let value = 0;
      let identity = 0;
      for (let a = 0; a < n; a++) {
        identity += q[i * n + a]! * q[j * n + a]!;
        value += q[i * n + a]! * diagonal[a]! * q[j * n + a]!;
        if (a > 0) {
          value += q[i * n + a]! * below[a]! * q[j * n + a - 1]!;
          value += q[i * n + a - 1]! * below[a]! * q[j * n + a]!;
        }
      }
      expect(identity).toBeCloseTo(i === j ? 1 : 0, 9);
      expect(value / unit).toBeCloseTo(product[i * n + j]! / unit, 8);
    }
  }
}

it('gives the matrix back as Q·T·Qᵀ, with Q orthogonal', () => {
  fc.assert(fc.property(matrix, ({ n, product }) => expectTheMatrixBack(product, n)));
});

it.each([1e-162, 1e-200, 1e-300, 1e160, 1e300])(
  'keeps Q orthogonal where the squares of values about %d are no numbers any more',
  (unit) => {
    fc.assert(
      fc.property(matrix, ({ n, product }) => {
        const scaled = product.map((value) => value * unit);
        expectTheMatrixBack(scaled, n, unit);
      }),
    );
  },
);

it('does so for matrices of more rows than are taken at a time', () => {
  for (const n of [4, 5, 6, 7, 8, 9, 30, 31]) {
    const { next } = seededRandom(n);
    const product = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      // Two parts that have nothing to do with each other: some columns need no reflection.
      for (let j = i % 2; j <= i; j += 2) product[i * n + j] = product[j * n + i] = next() - 0.5;
    }
    expectTheMatrixBack(product, n);
  }
});

it('solves where a column holds only values whose squares vanish', () => {
  const tiny = 1.5717277847026288e-162;
  const product = new Float64Array(25);
  product[0] = 0.09717781591031859;
  product[1] = product[5] = tiny;
  product[6] = 2.5e-323;
  expectTheMatrixBack(product, 5);
  expect(() => shifted(tridiagonalOf(product.slice(), 5), 0.01)).not.toThrow();
});

it('solves with a penalty on the diagonal', () => {
  fc.assert(
    fc.property(
      matrix,
      fc.double({ min: 0.01, max: 30, noNaN: true }),
      ({ n, product }, penalty) => {
        const tridiagonal = tridiagonalOf(product.slice(), n);
        const { diagonal, below } = tridiagonal;
        const right = Float64Array.from({ length: 2 * n }, (_, i) => (i % 3) - 1);
        const x = right.slice();
        solveShifted(shifted(tridiagonal, penalty), x, 2);
        for (let i = 0; i < n; i++) {
          for (let c = 0; c < 2; c++) {
            const at = (row: number): number => x[row * 2 + c] ?? 0;
            const value =
              (diagonal[i]! + penalty) * at(i) +
              (i > 0 ? below[i]! * at(i - 1) : 0) +
              (i + 1 < n ? below[i + 1]! * at(i + 1) : 0);
            expect(value).toBeCloseTo(right[i * 2 + c]!, 7);
          }
        }
      },
    ),
  );
});

it('refuses a matrix that is not positive definite', () => {
  expect(() => shifted(tridiagonalOf(Float64Array.of(-1), 1), 0.5)).toThrow(RangeError);
});
