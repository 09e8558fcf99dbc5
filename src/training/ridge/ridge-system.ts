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
      const weights = form === 'primal' ? rotated : new Float64Array(width * columns);
      if (form === 'dual') {
        const { rows } = centred.rowsOf(allPictures(problem));
        addTransposedProduct(rows, rotated, columns, weights);
      }
      const bias = Float64Array.from(centred.meanTarget);
      for (let f = 0; f < width; f++) {
        for (let c = 0; c < columns; c++) {
          bias[c]! -= centred.meanRow[f]! * weights[f * columns + c]!;
        }
      }
      return { weights, bias };
    },
    unseen(pictures, penalties) {
      const fits = penalties.map((penalty) => ({
        penalty,
        factors: shifted(tridiagonal, penalty),
        coefficients: coefficients(penalty),
        result: new Float64Array(pictures.length * columns),
      }));
      for (let start = 0; start < pictures.length; start += CHUNK) {
        const chosen = Array.prototype.slice.call(pictures, start, start + CHUNK) as number[];
        const { rows, targets } = centred.rowsOf(chosen);
        const rotated =
          form === 'dual'
            ? rowsOfMatrix(tridiagonal, chosen, problem.views)
            : product(rows, tridiagonal.q, width, width);
        for (const fit of fits) {
          leaveOut({
            ...fit,
            problem,
            pictures: chosen,
            total: centred.total,
            rotated,
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

/** Rows and targets with their weighted means subtracted, times the root of their weight. */
interface Centred {
  /** float64, [width] */
  readonly meanRow: Float64Array;
  /** float64, [columns] */
  readonly meanTarget: Float64Array;
  /** Sum of the weights of all rows. */
  readonly total: number;
  /** @returns float64, [pictures · views, width], and [pictures · views, columns] */
  readonly rowsOf: (pictures: ArrayLike<number>) => {
    readonly rows: Float64Array;
    readonly targets: Float64Array;
  };
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
      const centredTargets = new Float64Array(pictures.length * views * columns);
      for (let at = 0; at < pictures.length * views; at++) {
        const picture = pictures[Math.floor(at / views)]!;
        const scale = Math.sqrt(weights[picture]!);
        const from = (picture * views + (at % views)) * width;
        for (let f = 0; f < width; f++) {
          centredRows[at * width + f] = scale * (rows[from + f]! - meanRow[f]!);
        }
        for (let c = 0; c < columns; c++) {
          centredTargets[at * columns + c] =
            scale * (targets[picture * columns + c]! - meanTarget[c]!);
        }
      }
      return { rows: centredRows, targets: centredTargets };
    },
  };
}

interface Decomposed {
  readonly tridiagonal: Tridiagonal;
  /** float64, [size, columns]: the right side of the system, rotated by Qᵀ */
  readonly rotatedTargets: Float64Array;
}

function dualOf(problem: RidgeProblem, { rowsOf }: Centred): Decomposed {
  const { rows, targets } = rowsOf(allPictures(problem));
  const n = targets.length / problem.columns;
  const tridiagonal = tridiagonalOf(rowProducts(rows, n, problem.width), n);
  return { tridiagonal, rotatedTargets: rotatedBack(tridiagonal, targets, problem.columns) };
}

function primalOf(problem: RidgeProblem, { rowsOf }: Centred): Decomposed {
  const { width, columns } = problem;
  const left = new Float64Array(width * width);
  const right = new Float64Array(width * columns);
  const pictures = allPictures(problem);
  for (let start = 0; start < pictures.length; start += CHUNK) {
    const { rows, targets } = rowsOf(pictures.subarray(start, start + CHUNK));
    addColumnProducts(rows, width, left);
    addTransposedProduct(rows, targets, columns, right);
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
  /** float64, [size, columns] */
  readonly coefficients: Float64Array;
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
  const { problem, pictures, factors, rotated, targets, isComplement, penalty } = fit;
  const { views, columns, weights } = problem;
  const size = factors.inverse.length;
  const predicted = product(rotated, fit.coefficients, size, columns);
  const half = halfSolved(factors, rotated);
  for (const [at, picture] of pictures.entries()) {
    const row = at * views;
    const share = weights[picture]! / fit.total;
    const rest = (a: number, b: number): number => {
      const sum = dotRows(half, row + a, row + b, size);
      const unexplained = isComplement ? penalty * sum : (a === b ? 1 : 0) - sum;
      return unexplained - share;
    };
    const error = (view: number, c: number): number => {
      const value = predicted[(row + view) * columns + c]!;
      return isComplement ? penalty * value : targets[(row + view) * columns + c]! - value;
    };
    const root = Math.sqrt(weights[picture]!);
    const [aa, ab, bb] = [rest(0, 0), views === 2 ? rest(0, 1) : 0, views === 2 ? rest(1, 1) : 1];
    const determinant = aa * bb - ab * ab;
    for (let c = 0; c < columns; c++) {
      const other = views === 2 ? error(1, c) : 0;
      const unseenError = (bb * error(0, c) - ab * other) / determinant;
      fit.result[(fit.start + at) * columns + c] =
        problem.targets[picture * columns + c]! - unseenError / root;
    }
  }
}

/** Rows whose products with each other are those of the given rows with (T + λI)⁻¹ between them. */
function halfSolved({ below, inverse }: ShiftedTridiagonal, rows: Float64Array): Float64Array {
  const half = rows.slice();
  const size = inverse.length;
  const roots = inverse.map(Math.sqrt);
  for (let start = 0; start < half.length; start += size) {
    for (let i = 1; i < size; i++) half[start + i]! -= below[i]! * half[start + i - 1]!;
    for (let i = 0; i < size; i++) half[start + i]! *= roots[i]!;
  }
  return half;
}

function dotRows(rows: Float64Array, a: number, b: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += rows[a * width + i]! * rows[b * width + i]!;
  return sum;
}
