/** Reflections that are applied together, so that a matrix is read once for all of them. */
const BLOCK = 4;

/** Householder reflections I − s·v·vᵀ, the first of which is applied last. */
export interface Reflections {
  readonly size: number;
  /** float64, [n, n], row-major: row k holds reflection k behind the diagonal; the rest is not read */
  readonly vectors: Float64Array;
  /** float64, [n]: s of each, 0 where there is none */
  readonly scales: Float64Array;
}

/**
 * The product H₀·H₁·…·Hₙ₋₁ of reflections. Four at a time are taken as I − V·T·Vᵀ (Schreiber and Van Loan
 * 1989, "A storage-efficient WY representation"): one at a time takes more than twice as long, most
 * of it waiting for memory.
 *
 * @returns float64, [n, n], row-major
 */
export function productOf(reflections: Reflections): Float64Array {
  const { size: n } = reflections;
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  const vectors = fourRows(n);
  const sums = fourRows(n);
  // From the last ones on: what was not reached yet is still the identity.
  const blocks = Math.ceil(n / BLOCK);
  for (let block = blocks - 1; block >= 0; block--) {
    applyBlock(q, reflections, block * BLOCK, vectors, sums);
  }
  return q;
}

type Four = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

function fourRows(n: number): Four {
  return [new Float64Array(n), new Float64Array(n), new Float64Array(n), new Float64Array(n)];
}

/**
 * Multiplies Q from the left by four reflections.
 *
 * @param vectors room for them
 * @param sums room for their products with Q
 */
function applyBlock(
  q: Float64Array,
  { size: n, vectors: all, scales }: Reflections,
  first: number,
  vectors: Four,
  sums: Four,
): void {
  for (const [at, vector] of vectors.entries()) {
    const k = first + at;
    vector.fill(0);
    if (k < n && scales[k] !== 0) vector.set(all.subarray(k * n + k + 1, (k + 1) * n), k + 1);
    sums[at]!.fill(0);
  }
  const [va, vb, vc, vd] = vectors;
  const [sa, sb, sc, sd] = sums;
  const start = first + 1;
  for (let i = start; i < n; i += 2) addProductsOfRows(q, n, start, i, vectors, sums);

  // The first of the four is applied last, to what the others have made of Q.
  const scaleOf = (at: number): number => scales[first + at] ?? 0;
  const [a, b, c, d] = [scaleOf(0), scaleOf(1), scaleOf(2), scaleOf(3)];
  const [ab, ac, ad] = [dot(va, vb, start), dot(va, vc, start), dot(va, vd, start)];
  const [bc, bd, cd] = [dot(vb, vc, start), dot(vb, vd, start), dot(vc, vd, start)];
  for (let j = start; j < n; j++) {
    const ofD = d * sd[j]!;
    const ofC = c * (sc[j]! - cd * ofD);
    const ofB = b * (sb[j]! - bd * ofD - bc * ofC);
    sa[j] = a * (sa[j]! - ad * ofD - ac * ofC - ab * ofB);
    sb[j] = ofB;
    sc[j] = ofC;
    sd[j] = ofD;
  }
  for (let i = start; i < n; i++) subtractFromRow(q, n, start, i, vectors, sums);
}

/** sums += Vᵀ·Q for two rows of Q; the second of them may be behind the last one. */
function addProductsOfRows(
  q: Float64Array,
  n: number,
  start: number,
  row: number,
  [va, vb, vc, vd]: Four,
  [sa, sb, sc, sd]: Four,
): void {
  const next = Math.min(row + 1, n - 1);
  const isLast = next === row;
  const [a0, b0, c0, d0] = [va[row]!, vb[row]!, vc[row]!, vd[row]!];
  const [a1, b1, c1, d1] = isLast ? [0, 0, 0, 0] : [va[next]!, vb[next]!, vc[next]!, vd[next]!];
  const p = row * n;
  const o = next * n;
  for (let j = start; j < n; j++) {
    const x = q[p + j]!;
    const y = q[o + j]!;
    sa[j]! += a0 * x + a1 * y;
    sb[j]! += b0 * x + b1 * y;
    sc[j]! += c0 * x + c1 * y;
    sd[j]! += d0 * x + d1 * y;
  }
}

/** Q −= V·sums for one row of Q. */
function subtractFromRow(
  q: Float64Array,
  n: number,
  start: number,
  row: number,
  [va, vb, vc, vd]: Four,
  [sa, sb, sc, sd]: Four,
): void {
  const [a, b, c, d] = [va[row]!, vb[row]!, vc[row]!, vd[row]!];
  const p = row * n;
  for (let j = start; j < n; j++) {
    q[p + j]! -= a * sa[j]! + b * sb[j]! + (c * sc[j]! + d * sd[j]!);
  }
}

function dot(a: Float64Array, b: Float64Array, start: number): number {
  let sum = 0;
  for (let i = start; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
