/**
 * Solves A·X = B for a symmetric positive definite A by Cholesky decomposition (Golub and Van
 * Loan, Matrix Computations, algorithm 4.2.1), in double precision.
 *
 * @param a float64, [n, n], row-major; its lower triangle is read
 * @param b float64, [n, columns], row-major
 * @returns float64, [n, columns]
 * @throws {RangeError} when A is not positive definite
 */
export function solvePositiveDefinite(
  a: Float64Array,
  b: Float64Array,
  n: number,
): Float64Array<ArrayBuffer> {
  const columns = b.length / n;
  const l = decompose(a, n);
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(x, i, k, l[i * n + k]!, columns);
    divideRow(x, i, l[i * n + i]!, columns);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(x, i, k, l[k * n + i]!, columns);
    divideRow(x, i, l[i * n + i]!, columns);
  }
  return x;
}

/** The lower triangle L with L·Lᵀ = A. */
function decompose(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const rowI = l.subarray(i * n, i * n + n);
    for (let j = 0; j <= i; j++) {
      const rowJ = l.subarray(j * n, j * n + n);
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= rowI[k]! * rowJ[k]!;
      if (i !== j) {
        rowI[j] = sum / rowJ[j]!;
      } else if (sum > 0) {
        rowI[j] = Math.sqrt(sum);
      } else {
        throw new RangeError(`the matrix is not positive definite in row ${i}`);
      }
    }
  }
  return l;
}

function subtractRow(
  x: Float64Array,
  target: number,
  source: number,
  factor: number,
  columns: number,
): void {
  for (let c = 0; c < columns; c++) {
    x[target * columns + c]! -= factor * x[source * columns + c]!;
  }
}

function divideRow(x: Float64Array, row: number, divisor: number, columns: number): void {
  for (let c = 0; c < columns; c++) x[row * columns + c]! /= divisor;
}
