/** Rows, and columns, whose products are summed at the same time, so that sums do not wait for each other. */
const TILE = 4;

/**
 * X·Xᵀ, in double precision.
 *
 * @param rows float64, [n, width], row-major
 * @returns float64, [n, n], symmetric
 */
export function rowProducts(rows: Float64Array, n: number, width: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i += 2) {
    const second = Math.min(i + 1, n - 1);
    for (let j = 0; j <= second; j += TILE) {
      productTile(rows, width, n, i, second, j, result);
    }
  }
  mirrorLowerTriangle(result, n);
  return result;
}

/** Products of two rows with four, into the lower triangle and the tile across it. */
function productTile(
  rows: Float64Array,
  width: number,
  n: number,
  first: number,
  second: number,
  column: number,
  result: Float64Array,
): void {
  const last = n - 1;
  const [p, q] = [first * width, second * width];
  const a = column * width;
  const b = Math.min(column + 1, last) * width;
  const c = Math.min(column + 2, last) * width;
  const d = Math.min(column + 3, last) * width;
  let [pa, pb, pc, pd, qa, qb, qc, qd] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let f = 0; f < width; f++) {
    const x = rows[p + f]!;
    const y = rows[q + f]!;
    const ra = rows[a + f]!;
    const rb = rows[b + f]!;
    const rc = rows[c + f]!;
    const rd = rows[d + f]!;
    pa += x * ra;
    pb += x * rb;
    pc += x * rc;
    pd += x * rd;
    qa += y * ra;
    qb += y * rb;
    qc += y * rc;
    qd += y * rd;
  }
  const [ofFirst, ofSecond] = [
    [pa, pb, pc, pd],
    [qa, qb, qc, qd],
  ];
  for (let t = 0; t < TILE && column + t < n; t++) {
    result[first * n + column + t] = ofFirst[t]!;
    result[second * n + column + t] = ofSecond[t]!;
  }
}

/**
 * Adds Xᵀ·X to the lower triangle of a matrix, in double precision.
 *
 * @param rows float64, [n, width], row-major
 * @param result float64, [width, width]
 */
export function addColumnProducts(rows: Float64Array, width: number, result: Float64Array): void {
  const n = rows.length / width;
  // Rows of zeros fill the last tile up.
  const padded = n % TILE === 0 ? rows : new Float64Array(Math.ceil(n / TILE) * TILE * width);
  if (padded !== rows) padded.set(rows);
  for (let start = 0; start < n; start += TILE) {
    const a = start * width;
    const [b, c, d] = [a + width, a + 2 * width, a + 3 * width];
    for (let i = 0; i < width; i++) {
      const [x, y, z, w] = [padded[a + i]!, padded[b + i]!, padded[c + i]!, padded[d + i]!];
      const row = i * width;
      for (let j = 0; j <= i; j++) {
        result[row + j]! +=
          x * padded[a + j]! + y * padded[b + j]! + (z * padded[c + j]! + w * padded[d + j]!);
      }
    }
  }
}

/**
 * Adds Aᵀ·B to a matrix, in double precision.
 *
 * @param a float64, [n, left], row-major
 * @param b float64, [n, right], row-major
 * @param result float64, [left, right]
 */
export function addTransposedProduct(
  a: Float64Array,
  b: Float64Array,
  right: number,
  result: Float64Array,
): void {
  const left = result.length / right;
  const n = b.length / right;
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < left; i++) addRow(result, i * right, right, b, r * right, a[r * left + i]!);
  }
}

/**
 * A·B, in double precision.
 *
 * @param a float64, [n, shared], row-major
 * @param b float64, [shared, right], row-major
 * @returns float64, [n, right]
 */
export function product(
  a: Float64Array,
  b: Float64Array,
  shared: number,
  right: number,
): Float64Array<ArrayBuffer> {
  const n = a.length / shared;
  const result = new Float64Array(n * right);
  for (let i = 0; i < n; i++) {
    const from = i * shared;
    let k = 0;
    for (; k + 3 < shared; k += 4) {
      const [x, y, z, w] = [a[from + k]!, a[from + k + 1]!, a[from + k + 2]!, a[from + k + 3]!];
      addFourRows(result, i * right, right, b, k * right, x, y, z, w);
    }
    for (; k < shared; k++) addRow(result, i * right, right, b, k * right, a[from + k]!);
  }
  return result;
}

/** Adds multiples of four rows that follow each other to a row of another matrix. */
function addFourRows(
  to: Float64Array,
  at: number,
  width: number,
  rows: Float64Array,
  from: number,
  x: number,
  y: number,
  z: number,
  w: number,
): void {
  const [second, third, fourth] = [from + width, from + 2 * width, from + 3 * width];
  for (let j = 0; j < width; j++) {
    to[at + j]! +=
      x * rows[from + j]! + y * rows[second + j]! + (z * rows[third + j]! + w * rows[fourth + j]!);
  }
}

/** Adds a multiple of a row to a row of another matrix. */
function addRow(
  to: Float64Array,
  at: number,
  width: number,
  rows: Float64Array,
  from: number,
  factor: number,
): void {
  for (let j = 0; j < width; j++) to[at + j]! += factor * rows[from + j]!;
}

/** Makes a matrix symmetric whose lower triangle is known. */
export function mirrorLowerTriangle(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]!;
  }
}
