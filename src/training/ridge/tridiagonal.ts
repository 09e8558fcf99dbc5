/** A symmetric matrix as Q·T·Qᵀ, with Q orthogonal and T tridiagonal. */
export interface Tridiagonal {
  readonly size: number;
  /** float64, [n]: the diagonal of T */
  readonly diagonal: Float64Array;
  /** float64, [n]: element i is T[i, i - 1]; the first one is 0 */
  readonly below: Float64Array;
  /** float64, [n, n], row-major */
  readonly q: Float64Array;
}

/**
 * Reduces a symmetric matrix to tridiagonal form by Householder reflections (Golub and Van Loan,
 * Matrix Computations, algorithm 8.3.1). A ridge regression can then be solved for each penalty in
 * time proportional to the number of values, and not to its cube; a complete decomposition into
 * eigenvalues would give no more, and takes several times as long.
 *
 * @param matrix float64, [n, n], row-major; its lower triangle is read, and all of it overwritten
 */
export function tridiagonalOf(matrix: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const below = new Float64Array(n);
  const scales = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    diagonal[k] = matrix[k * n + k]!;
    if (k === n - 1) break;
    let largest = 0;
    for (let i = k + 1; i < n; i++) largest = Math.max(largest, Math.abs(matrix[i * n + k]!));
    // The last two rows are tridiagonal as they are.
    if (k === n - 2 || largest === 0) {
      below[k + 1] = matrix[(k + 1) * n + k]!;
      continue;
    }
    // A reflection does not depend on the length of its vector. Divided by its largest value, the
    // column keeps squares that neither vanish nor overflow, however small or large it is.
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      const value = matrix[i * n + k]! / largest;
      v[i] = value;
      squares += value * value;
    }
    const norm = Math.sqrt(squares);
    const first = v[k + 1]!;
    const reflected = first > 0 ? -norm : norm;
    below[k + 1] = reflected * largest;
    v[k + 1] = first - reflected;
    // 2 / vᵀv
    const scale = 1 / (norm * (norm + Math.abs(first)));
    multiplySymmetric(matrix, n, k + 1, v, w);
    for (let i = k + 1; i < n; i++) w[i]! *= scale;
    subtractProjection(v, w, k + 1, n, scale);
    subtractOuterProducts(matrix, n, k + 1, v, w);
    scales[k] = scale;
    // Above the diagonal there is room for the reflection.
    for (let i = k + 1; i < n; i++) matrix[k * n + i] = v[i]!;
  }
  return { size: n, diagonal, below, q: accumulated(matrix, n, scales) };
}

/** w = A·v for the part of A from `start` on, of which the lower triangle is read. */
function multiplySymmetric(
  a: Float64Array,
  n: number,
  start: number,
  v: Float64Array,
  w: Float64Array,
): void {
  w.fill(0, start, n);
  for (let i = start; i < n; i++) {
    const row = i * n;
    const own = v[i]!;
    let s = a[row + i]! * own;
    let t = 0;
    let j = start;
    for (; j + 1 < i; j += 2) {
      const left = a[row + j]!;
      const right = a[row + j + 1]!;
      s += left * v[j]!;
      t += right * v[j + 1]!;
      w[j]! += left * own;
      w[j + 1]! += right * own;
    }
    for (; j < i; j++) {
      s += a[row + j]! * v[j]!;
      w[j]! += a[row + j]! * own;
    }
    w[i]! += s + t;
  }
}

/** w -= (scale · vᵀw / 2) · v */
function subtractProjection(
  v: Float64Array,
  w: Float64Array,
  start: number,
  n: number,
  scale: number,
): void {
  let sum = 0;
  for (let i = start; i < n; i++) sum += v[i]! * w[i]!;
  const factor = (scale * sum) / 2;
  for (let i = start; i < n; i++) w[i]! -= factor * v[i]!;
}

/** A -= v·wᵀ + w·vᵀ for the lower triangle of the part of A from `start` on. */
function subtractOuterProducts(
  a: Float64Array,
  n: number,
  start: number,
  v: Float64Array,
  w: Float64Array,
): void {
  for (let i = start; i < n; i++) {
    const row = i * n;
    const [left, right] = [v[i]!, w[i]!];
    for (let j = start; j <= i; j++) a[row + j]! -= left * w[j]! + right * v[j]!;
  }
}

/** The product of all reflections, which are kept above the diagonal. */
function accumulated(reflections: Float64Array, n: number, scales: Float64Array): Float64Array {
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  const sums = new Float64Array(n);
  // From the last one on: what was not reached yet is still the identity.
  for (let k = n - 3; k >= 0; k--) {
    const scale = scales[k]!;
    if (scale === 0) continue;
    sums.fill(0, k + 1);
    for (let i = k + 1; i < n; i++) {
      const value = scale * reflections[k * n + i]!;
      const row = i * n;
      for (let j = k + 1; j < n; j++) sums[j]! += value * q[row + j]!;
    }
    for (let i = k + 1; i < n; i++) {
      const value = reflections[k * n + i]!;
      const row = i * n;
      for (let j = k + 1; j < n; j++) q[row + j]! -= value * sums[j]!;
    }
  }
  return q;
}

/** (T + λI), ready to be solved with: L·D·Lᵀ. */
export interface ShiftedTridiagonal {
  /** float64, [n]: element i is L[i, i - 1] */
  readonly below: Float64Array;
  /** float64, [n]: 1 / D */
  readonly inverse: Float64Array;
}

/**
 * Decomposes T + λI, which has to be positive definite.
 *
 * @throws {RangeError} when it is not
 */
export function shifted(
  { size, diagonal, below }: Omit<Tridiagonal, 'q'>,
  penalty: number,
): ShiftedTridiagonal {
  const lower = new Float64Array(size);
  const inverse = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const off = i === 0 ? 0 : below[i]!;
    lower[i] = i === 0 ? 0 : off * inverse[i - 1]!;
    const pivot = diagonal[i]! + penalty - off * lower[i]!;
    if (!(pivot > 0)) throw new RangeError(`the matrix is not positive definite in row ${i}`);
    inverse[i] = 1 / pivot;
  }
  return { below: lower, inverse };
}

/**
 * (T + λI)⁻¹·B, in place.
 *
 * @param b float64, [n, columns], row-major
 */
export function solveShifted(
  { below, inverse }: ShiftedTridiagonal,
  b: Float64Array,
  columns: number,
): void {
  const n = inverse.length;
  for (let i = 1; i < n; i++) {
    for (let c = 0; c < columns; c++) b[i * columns + c]! -= below[i]! * b[(i - 1) * columns + c]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const next = i + 1 < n ? below[i + 1]! : 0;
    for (let c = 0; c < columns; c++) {
      const carried = next === 0 ? 0 : next * b[(i + 1) * columns + c]!;
      b[i * columns + c] = b[i * columns + c]! * inverse[i]! - carried;
    }
  }
}
