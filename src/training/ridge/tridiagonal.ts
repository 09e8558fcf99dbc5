import { productOf } from './reflections';

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
  let now: Step = { v: new Float64Array(n), w: new Float64Array(n) };
  /** What the step before has to do with the rest of the matrix: done as this step reads it. */
  let before: Step = { v: new Float64Array(n), w: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    const isPending = k > 0 && scales[k - 1] !== 0;
    if (isPending) subtractFromColumn(matrix, n, k, before);
    diagonal[k] = matrix[k * n + k]!;
    if (k === n - 1) break;
    const { v, w } = now;
    let largest = 0;
    for (let i = k + 1; i < n; i++) largest = Math.max(largest, Math.abs(matrix[i * n + k]!));
    // The last two rows are tridiagonal as they are.
    if (k === n - 2 || largest === 0) {
      below[k + 1] = matrix[(k + 1) * n + k]!;
      v.fill(0);
      if (isPending) reflectRest(matrix, n, k + 1, before, now);
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
    if (!isPending) before.v.fill(0);
    reflectRest(matrix, n, k + 1, before, now);
    for (let i = k + 1; i < n; i++) w[i]! *= scale;
    subtractProjection(v, w, k + 1, n, scale);
    scales[k] = scale;
    // Above the diagonal there is room for the reflection.
    for (let i = k + 1; i < n; i++) matrix[k * n + i] = v[i]!;
    [before, now] = [now, before];
  }
  return { size: n, diagonal, below, q: productOf({ size: n, vectors: matrix, scales }) };
}

/** A reflection H = I − s·v·vᵀ, and w with H·A·H = A − v·wᵀ − w·vᵀ. */
interface Step {
  /** float64, [n] */
  readonly v: Float64Array;
  /** float64, [n] */
  readonly w: Float64Array;
}

/** A −= v·wᵀ + w·vᵀ for one column, from the diagonal down. */
function subtractFromColumn(a: Float64Array, n: number, k: number, { v, w }: Step): void {
  const [vk, wk] = [v[k]!, w[k]!];
  for (let i = k; i < n; i++) a[i * n + k]! -= v[i]! * wk + w[i]! * vk;
}

/**
 * A −= v·wᵀ + w·vᵀ by the step before, and w = A·v of the next one, for the part of A from `start` on, of
 * which the lower triangle is read and written. Both at once read the matrix half as often.
 */
function reflectRest(a: Float64Array, n: number, start: number, before: Step, next: Step): void {
  next.w.fill(0, start, n);
  let i = start;
  for (; i + 1 < n; i += 2) reflectTwoRows(a, n, start, i, before, next);
  if (i < n) reflectRow(a, n, start, i, before, next);
}

function reflectTwoRows(
  a: Float64Array,
  n: number,
  start: number,
  i: number,
  { v, w }: Step,
  { v: u, w: product }: Step,
): void {
  const [p, q] = [i * n, (i + 1) * n];
  const [v0, v1, w0, w1] = [v[i]!, v[i + 1]!, w[i]!, w[i + 1]!];
  const [u0, u1] = [u[i]!, u[i + 1]!];
  let [sum0, sum1] = [0, 0];
  for (let j = start; j < i; j++) {
    const vj = v[j]!;
    const wj = w[j]!;
    const uj = u[j]!;
    const x = a[p + j]! - (v0 * wj + w0 * vj);
    const y = a[q + j]! - (v1 * wj + w1 * vj);
    a[p + j] = x;
    a[q + j] = y;
    sum0 += x * uj;
    sum1 += y * uj;
    product[j]! += x * u0 + y * u1;
  }
  const x = a[p + i]! - 2 * v0 * w0;
  const y = a[q + i]! - (v1 * w0 + w1 * v0);
  const z = a[q + i + 1]! - 2 * v1 * w1;
  a[p + i] = x;
  a[q + i] = y;
  a[q + i + 1] = z;
  product[i]! += sum0 + x * u0 + y * u1;
  product[i + 1]! += sum1 + y * u0 + z * u1;
}

function reflectRow(
  a: Float64Array,
  n: number,
  start: number,
  i: number,
  { v, w }: Step,
  { v: u, w: product }: Step,
): void {
  const row = i * n;
  let sum = 0;
  for (let j = start; j < i; j++) {
    const x = a[row + j]! - (v[i]! * w[j]! + w[i]! * v[j]!);
    a[row + j] = x;
    sum += x * u[j]!;
    product[j]! += x * u[i]!;
  }
  const x = a[row + i]! - 2 * v[i]! * w[i]!;
  a[row + i] = x;
  product[i]! += sum + x * u[i]!;
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
