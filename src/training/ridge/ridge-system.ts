import {
  addColumnProducts,
  addTransposedProduct,
  mirrorLowerTriangle,
  product,
  rowProducts,
} from './products';
import {
  shifted,
  solveShifted,
  tridiagonalOf,
  type ShiftedTridiagonal,
  type Tridiagonal,
} from './tridiagonal';

/** What a ridge regression is fitted to: pictures, each as one or two rows. */
export interface RidgeProblem {
  /** float32, [pictures · views, width], row-major: the views of a picture follow each other */
  readonly rows: Float32Array;
  /**
   * Makes X·Xᵀ for the rows X, where that is faster than computing it here: float64, [pictures · views,
   * pictures · views]. It is called where it is needed, and its result overwritten.
   */
  readonly products?: () => Float64Array;
  readonly width: number;
  /** rows of one picture */
  readonly views: 1 | 2;
  /** float64, [pictures], above 0: what each row of a picture counts for */
  readonly weights: Float64Array;
  /** float64, [pictures, columns], row-major: what the regression is to give for every view */
  readonly targets: Float64Array;
  readonly columns: number;
}

/** What a ridge regression found. */
export interface RidgeSolution {
  /** float64, [width, columns], row-major */
  readonly weights: Float64Array;
  /** float64, [columns] */
  readonly bias: Float64Array;
}

/** A regression that has been prepared, so that each penalty takes little time. */
export interface RidgeSystem {
  /** @param penalty above 0 */
  solve(penalty: number): RidgeSolution;
  /**
   * What the regression would make of the first view of each of these pictures had the picture, with
   * all its views, not been there (Rifkin and Lippert 2007, "Notes on regularized least squares",
   * section 3.2, for blocks of rows): the errors are (I − H)⁻¹ times those made with it, where H is
   * the block of the hat matrix.
   *
   * @param pictures indices
   * @returns float64, [pictures, columns] for each penalty
   */
  unseen(pictures: ArrayLike<number>, penalties: readonly number[]): Float64Array[];
}

/** Which matrix is decomposed: that of the rows, or that of the features. */
export type RidgeForm = 'dual' | 'primal';

/** Pictures whose rows are centred at a time. */
const CHUNK = 64;

/**
 * Prepares min Σ w·|y − xᵀW − b|² + λ·|W|² for any λ. The constant b is not penalised: rows and
 * targets are centred by their weighted means.
 *
 * @param form of the system; both give the same, and the smaller one is chosen by default
 */
export function ridgeSystem(
  problem: RidgeProblem,
  form: RidgeForm = problem.weights.length * problem.views > problem.width ? 'primal' : 'dual',
): RidgeSystem {
  const centred = centre(problem);
  const { tridiagonal, rotatedTargets } =
    form === 'dual' ? dualOf(problem, centred) : primalOf(problem, centred);
  const { columns, width } = problem;
  const coefficients = (penalty: number): Float64Array<ArrayBuffer> => {
    const values = Float64Array.from(rotatedTargets);
    solveShifted(shifted(tridiagonal, penalty), values, columns);
    return values;
  };
  return {
    solve(penalty) {
      const rotated = product(tridiagonal.q, coefficients(penalty), tridiagonal.size, columns);
      const weights = form === 'primal' ? rotated : centred.combined(rotated);
      const bias = Float64Array.from(centred.meanTarget);
      for (let f = 0; f < width; f++) {
        for (let c = 0; c < columns; c++) {
          bias[c]! -= centred.meanRow[f]! * weights[f * columns + c]!;
        }
      }
      return { weights, bias };
    },
    unseen(pictures, penalties) {
      const fits = penalties.map((penalty, place) => ({
        penalty,
        factors: shifted(tridiagonal, penalty),
        firstColumn: place * columns,
        result: new Float64Array(pictures.length * columns),
      }));
      // Long rows are multiplied faster than many short ones.
      const ofAll = besides(penalties.map(coefficients), columns);
      const width = penalties.length * columns;
      for (let start = 0; start < pictures.length; start += CHUNK) {
        const chosen = Array.prototype.slice.call(pictures, start, start + CHUNK) as number[];
        const targets = centred.targetsOf(chosen);
        const rotated =
          form === 'dual'
            ? rowsOfMatrix(tridiagonal, chosen, problem.views)
            : product(centred.rowsOf(chosen), tridiagonal.q, tridiagonal.size, tridiagonal.size);
        const predicted = { values: product(rotated, ofAll, tridiagonal.size, width), width };
        for (const fit of fits) {
          leaveOut({
            ...fit,
            problem,
            pictures: chosen,
            total: centred.total,
            rotated,
            predicted,
            targets,
            isComplement: form === 'dual',
            start,
          });
        }
      }
      return fits.map(({ result }) => result);
    },
  };
}

/** Matrices of as many columns each, beside each other. */
function besides(matrices: readonly Float64Array[], columns: number): Float64Array {
  const width = matrices.length * columns;
  const all = new Float64Array((matrices[0]?.length ?? 0) * matrices.length);
  for (const [place, values] of matrices.entries()) {
    for (let r = 0; r * columns < values.length; r++) {
      all.set(values.subarray(r * columns, (r + 1) * columns), r * width + place * columns);
    }
  }
  return all;
}

/** Rows and targets with their weighted means subtracted, times the root of their weight. */
interface Centred {
  /** float64, [width] */
  readonly meanRow: Float64Array;
  /** float64, [columns] */
  readonly meanTarget: Float64Array;
  /** Sum of the weights of all rows. */
  readonly total: number;
  /** @returns float64, [pictures · views, width] */
  readonly rowsOf: (pictures: ArrayLike<number>) => Float64Array;
  /** @returns float64, [pictures · views, columns] */
  readonly targetsOf: (pictures: ArrayLike<number>) => Float64Array;
  /**
   * Xᵀ·B for all rows X.
   *
   * @param b float64, [rows, columns]
   * @returns float64, [width, columns]
   */
  readonly combined: (b: Float64Array) => Float64Array;
}

function centre({ rows, width, views, weights, targets, columns }: RidgeProblem): Centred {
  const meanRow = new Float64Array(width);
  const meanTarget = new Float64Array(columns);
  let total = 0;
  for (const [i, weight] of weights.entries()) {
    total += views * weight;
    for (let c = 0; c < columns; c++) {
      meanTarget[c]! += views * weight * targets[i * columns + c]!;
    }
    for (let r = i * views; r < (i + 1) * views; r++) {
      for (let f = 0; f < width; f++) meanRow[f]! += weight * rows[r * width + f]!;
    }
  }
  for (let f = 0; f < width; f++) meanRow[f]! /= total;
  for (let c = 0; c < columns; c++) meanTarget[c]! /= total;
  return {
    meanRow,
    meanTarget,
    total,
    rowsOf(pictures) {
      const centredRows = new Float64Array(pictures.length * views * width);
      for (let at = 0; at < pictures.length * views; at++) {
        const picture = pictures[Math.floor(at / views)]!;
        const scale = Math.sqrt(weights[picture]!);
        const from = (picture * views + (at % views)) * width;
        for (let f = 0; f < width; f++) {
          centredRows[at * width + f] = scale * (rows[from + f]! - meanRow[f]!);
        }
      }
      return centredRows;
    },
    targetsOf(pictures) {
      const centredTargets = new Float64Array(pictures.length * views * columns);
      for (let at = 0; at < pictures.length * views; at++) {
        const picture = pictures[Math.floor(at / views)]!;
        const scale = Math.sqrt(weights[picture]!);
        for (let c = 0; c < columns; c++) {
          centredTargets[at * columns + c] =
            scale * (targets[picture * columns + c]! - meanTarget[c]!);
        }
      }
      return centredTargets;
    },
    combined(b) {
      // [columns, width], so that what is added up are long runs of values.
      const sums = new Float64Array(columns * width);
      const totals = new Float64Array(columns);
      for (let r = 0; r < weights.length * views; r++) {
        const scale = Math.sqrt(weights[Math.floor(r / views)]!);
        for (let c = 0; c < columns; c++) {
          const share = scale * b[r * columns + c]!;
          totals[c]! += share;
          addMultiple(sums, c * width, share, rows, r * width, width);
        }
      }
      const result = new Float64Array(width * columns);
      for (let c = 0; c < columns; c++) {
        for (let f = 0; f < width; f++) {
          result[f * columns + c] = sums[c * width + f]! - meanRow[f]! * totals[c]!;
        }
      }
      return result;
    },
  };
}

function addMultiple(
  to: Float64Array,
  at: number,
  factor: number,
  values: Float32Array,
  from: number,
  count: number,
): void {
  for (let f = 0; f < count; f++) to[at + f]! += factor * values[from + f]!;
}

interface Decomposed {
  readonly tridiagonal: Tridiagonal;
  /** float64, [size, columns]: the right side of the system, rotated by Qᵀ */
  readonly rotatedTargets: Float64Array;
}

function dualOf(problem: RidgeProblem, centred: Centred): Decomposed {
  const all = allPictures(problem);
  const targets = centred.targetsOf(all);
  const n = targets.length / problem.columns;
  const kernel =
    problem.products === undefined
      ? rowProducts(centred.rowsOf(all), n, problem.width)
      : centredProducts(problem.products(), n, problem, centred.total);
  const tridiagonal = tridiagonalOf(kernel, n);
  return { tridiagonal, rotatedTargets: rotatedBack(tridiagonal, targets, problem.columns) };
}

/**
 * The products of rows with their weighted mean subtracted, times the roots of their weights.
 *
 * @param products float64, [n, n], of the rows as they are; it is overwritten
 */
function centredProducts(
  products: Float64Array,
  n: number,
  { weights, views }: RidgeProblem,
  total: number,
): Float64Array {
  const ofRow = Float64Array.from({ length: n }, (_, r) => weights[Math.floor(r / views)]!);
  const roots = ofRow.map(Math.sqrt);
  const withMean = new Float64Array(n);
  let meanSquare = 0;
  for (let a = 0; a < n; a++) {
    let sum = 0;
    for (let b = 0; b < n; b++) sum += ofRow[b]! * products[a * n + b]!;
    withMean[a] = sum / total;
    meanSquare += (ofRow[a]! * withMean[a]!) / total;
  }
  for (let a = 0; a < n; a++) {
    const offset = meanSquare - withMean[a]!;
    for (let b = 0; b < n; b++) {
      products[a * n + b] = roots[a]! * roots[b]! * (products[a * n + b]! - withMean[b]! + offset);
    }
  }
  return products;
}

function primalOf(problem: RidgeProblem, { rowsOf, targetsOf }: Centred): Decomposed {
  const { width, columns } = problem;
  const left = new Float64Array(width * width);
  const right = new Float64Array(width * columns);
  const pictures = allPictures(problem);
  for (let start = 0; start < pictures.length; start += CHUNK) {
    const chunk = pictures.subarray(start, start + CHUNK);
    const rows = rowsOf(chunk);
    addColumnProducts(rows, width, left);
    addTransposedProduct(rows, targetsOf(chunk), columns, right);
  }
  mirrorLowerTriangle(left, width);
  const tridiagonal = tridiagonalOf(left, width);
  return { tridiagonal, rotatedTargets: rotatedBack(tridiagonal, right, columns) };
}

/** Qᵀ·B */
function rotatedBack({ q, size }: Tridiagonal, b: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(size * columns);
  addTransposedProduct(q, b, columns, result);
  return result;
}

function allPictures({ weights }: RidgeProblem): Uint32Array {
  return Uint32Array.from(weights, (_, i) => i);
}

function rowsOfMatrix(
  { q, size }: Tridiagonal,
  pictures: readonly number[],
  views: number,
): Float64Array {
  const rows = new Float64Array(pictures.length * views * size);
  for (const [at, picture] of pictures.entries()) {
    rows.set(q.subarray(picture * views * size, (picture + 1) * views * size), at * views * size);
  }
  return rows;
}

interface LeftOut {
  readonly problem: RidgeProblem;
  readonly pictures: readonly number[];
  readonly penalty: number;
  readonly factors: ShiftedTridiagonal;
  /** float64, [pictures · views, width]: what the rows are given, with each of the penalties */
  readonly predicted: { readonly values: Float64Array; readonly width: number };
  /** The first column of this penalty in them. */
  readonly firstColumn: number;
  /** Sum of the weights of all rows. */
  readonly total: number;
  /** float64, [pictures · views, size]: rows in the coordinates of the tridiagonal matrix */
  readonly rotated: Float64Array;
  /** float64, [pictures · views, columns] */
  readonly targets: Float64Array;
  /**
   * Whether the rows are those of Q in the decomposition of K = X·Xᵀ, so that products of theirs give
   * I − H = λ·(K + λI)⁻¹ itself and not H.
   */
  readonly isComplement: boolean;
  readonly result: Float64Array;
  /** Index of the first picture in the result. */
  readonly start: number;
}

/** What the regression would make of the pictures had each not been there. */
function leaveOut(fit: LeftOut): void {
  const { problem, pictures, factors, rotated, predicted, targets, isComplement, penalty } = fit;
  const { views, columns, weights } = problem;
  const size = factors.inverse.length;
  const roots = factors.inverse.map(Math.sqrt);
  for (const [at, picture] of pictures.entries()) {
    const row = at * views;
    const share = weights[picture]! / fit.total;
    const block = hatBlock(factors.below, roots, rotated, row * size, views);
    const rest = (sum: number, identity: number): number =>
      (isComplement ? penalty * sum : identity - sum) - share;
    const error = (view: number, c: number): number => {
      const value = predicted.values[(row + view) * predicted.width + fit.firstColumn + c]!;
      return isComplement ? penalty * value : targets[(row + view) * columns + c]! - value;
    };
    const root = Math.sqrt(weights[picture]!);
    const aa = rest(block.aa, 1);
    const ab = views === 2 ? rest(block.ab, 0) : 0;
    const bb = views === 2 ? rest(block.bb, 1) : 1;
    const determinant = aa * bb - ab * ab;
    for (let c = 0; c < columns; c++) {
      const other = views === 2 ? error(1, c) : 0;
      const unseenError = (bb * error(0, c) - ab * other) / determinant;
      fit.result[(fit.start + at) * columns + c] =
        problem.targets[picture * columns + c]! - unseenError / root;
    }
  }
}

/** Products of a picture's rows with each other, with (T + λI)⁻¹ between them. */
interface HatBlock {
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
}

/**
 * @param below as {@link ShiftedTridiagonal} has it
 * @param roots of the inverse, as it has it
 * @param rows float64, [n, size]: rows in the coordinates of the tridiagonal matrix
 * @param from where the picture's first row begins; a second one follows where there are two views
 */
function hatBlock(
  below: Float64Array,
  roots: Float64Array,
  rows: Float64Array,
  from: number,
  views: 1 | 2,
): HatBlock {
  const size = roots.length;
  const second = views === 2 ? from + size : from;
  let [aa, ab, bb] = [0, 0, 0];
  // (T + λI)⁻¹ is L⁻ᵀ·D⁻¹·L⁻¹; its right factor is applied to both rows as they are read.
  let [a, b] = [0, 0];
  for (let i = 0; i < size; i++) {
    a = rows[from + i]! - below[i]! * a;
    b = rows[second + i]! - below[i]! * b;
    const [x, y] = [a * roots[i]!, b * roots[i]!];
    aa += x * x;
    ab += x * y;
    bb += y * y;
  }
  return { aa, ab, bb };
}
