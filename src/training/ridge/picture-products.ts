import { centreOf, inOrderOfIds, type LabelledPictures, type PictureOrder } from './pictures';
import { rowProducts } from './products';

/** What cosines are measured from: the features as they are, or less the centre of the classes. */
export type Origin = 'zero' | 'centre';

interface KnownProducts {
  readonly chosen: ArrayLike<number>;
  /** float64, [n · views, n · views] */
  readonly values: Float64Array;
}

/**
 * The products of the features of pictures with each other. Telling strangers, a regression on pictures
 * and its learning curve are all computed from them, and to compute them takes longer than most of the
 * rest: so they are computed once.
 *
 * The centre of all classes is subtracted first, which loses no digits where pictures are much alike.
 * Row r is view r mod views of a picture: the picture as it is, and then its mirror image.
 *
 * @example
 * const products = new PictureProducts(pictures);
 * const cosines = products.cosines(chosen, 'centre');
 */
export class PictureProducts {
  readonly order: PictureOrder;
  /** float32, [width]: the mean of the means of the classes, each as it is */
  readonly centre: Float32Array;
  readonly views: 1 | 2;
  readonly #pictures: LabelledPictures;
  #known: KnownProducts | undefined;

  /** @throws {RangeError} as {@link inOrderOfIds} does */
  constructor(pictures: LabelledPictures) {
    this.#pictures = pictures;
    this.order = inOrderOfIds(pictures);
    this.centre = centreOf(pictures, this.order);
    this.views = pictures.mirrored === null ? 1 : 2;
  }

  /**
   * Products of the features less the centre.
   *
   * @param chosen pictures, in the order of their ids
   * @returns float64, [n · views, n · views], symmetric; not to be changed
   */
  of(chosen: ArrayLike<number>): Float64Array {
    const known = this.#known === undefined ? undefined : partOf(this.#known, chosen, this.views);
    if (known !== undefined) return known;
    const count = chosen.length * this.views;
    const values = rowProducts(this.#rows(chosen), count, this.#pictures.width);
    this.#known = { chosen, values };
    return values;
  }

  /**
   * Cosines of the angles between features, 0 with one that lies at the origin.
   *
   * @param chosen pictures, in the order of their ids
   * @returns float64, [n · views, n · views], symmetric
   */
  cosines(chosen: ArrayLike<number>, origin: Origin): Float64Array {
    const products = this.of(chosen);
    const n = chosen.length * this.views;
    const { scales, shifts, square } = this.#measured(chosen, origin);
    const cosines = new Float64Array(n * n);
    for (let a = 0; a < n; a++) {
      const row = a * n;
      const scale = scales[a]!;
      const shift = shifts[a]! + square;
      for (let b = 0; b < n; b++) {
        cosines[row + b] = (products[row + b]! + shift + shifts[b]!) * scale * scales[b]!;
      }
    }
    return cosines;
  }

  /** Features less the centre: float64, [n · views, width]. */
  #rows(chosen: ArrayLike<number>): Float64Array {
    const { width } = this.#pictures;
    const rows = new Float64Array(chosen.length * this.views * width);
    this.#eachRow(chosen, (values, from, at) => {
      for (let f = 0; f < width; f++) rows[at * width + f] = values[from + f]! - this.centre[f]!;
    });
    return rows;
  }

  /**
   * What turns products into cosines: with x = y + c and y what is less the centre, x·x' is
   * y·y' + y·c + y'·c + c·c. Lengths come from the features themselves, so that 0 is 0.
   */
  #measured(
    chosen: ArrayLike<number>,
    origin: Origin,
  ): {
    /** float64, [n · views]: 1 / length */
    readonly scales: Float64Array;
    /** float64, [n · views]: y·c, or 0 */
    readonly shifts: Float64Array;
    /** c·c, or 0 */
    readonly square: number;
  } {
    const { width } = this.#pictures;
    const { centre } = this;
    const scales = new Float64Array(chosen.length * this.views);
    const shifts = new Float64Array(scales.length);
    const isZero = origin === 'zero';
    this.#eachRow(chosen, (values, from, at) => {
      let squares = 0;
      let shift = 0;
      for (let f = 0; f < width; f++) {
        const value = values[from + f]!;
        const offset = value - centre[f]!;
        squares += isZero ? value * value : offset * offset;
        shift += offset * centre[f]!;
      }
      scales[at] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      shifts[at] = isZero ? shift : 0;
    });
    let square = 0;
    if (isZero) for (const value of centre) square += value * value;
    return { scales, shifts, square };
  }

  #eachRow(
    chosen: ArrayLike<number>,
    see: (values: Float32Array, from: number, at: number) => void,
  ): void {
    const { plain, mirrored, features } = this.#pictures;
    for (let i = 0; i < chosen.length; i++) {
      const from = this.order.order[chosen[i]!]! * features;
      see(plain, from, i * this.views);
      if (mirrored !== null) see(mirrored, from, i * this.views + 1);
    }
  }
}

/** Products of some of the pictures whose products are known; undefined where one of them is not. */
function partOf(
  { chosen: known, values }: KnownProducts,
  chosen: ArrayLike<number>,
  views: number,
): Float64Array | undefined {
  const places = new Map<number, number>();
  for (let i = 0; i < known.length; i++) places.set(known[i]!, i);
  const rows = new Uint32Array(chosen.length * views);
  let isAll = chosen.length === known.length;
  for (let i = 0; i < chosen.length; i++) {
    const place = places.get(chosen[i]!);
    if (place === undefined) return undefined;
    isAll &&= place === i;
    for (let view = 0; view < views; view++) rows[i * views + view] = place * views + view;
  }
  if (isAll) return values;
  const count = known.length * views;
  const part = new Float64Array(rows.length * rows.length);
  for (const [a, row] of rows.entries()) {
    for (let b = 0; b < rows.length; b++)
      part[a * rows.length + b] = values[row * count + rows[b]!]!;
  }
  return part;
}
