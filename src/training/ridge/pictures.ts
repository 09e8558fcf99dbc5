/** Pictures as a backbone sees them, with their classes. */
export interface LabelledPictures {
  /** Distinct names of the pictures: they decide the order in which everything is summed. */
  readonly ids: readonly string[];
  /** [n]: index of the class */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** float32, [n, features], row-major */
  readonly plain: Float32Array;
  /** The same of the mirror images; null where there are none. */
  readonly mirrored: Float32Array | null;
  /** that a picture has */
  readonly features: number;
  /** how many of them, from the first, are compared */
  readonly width: number;
}

/** Which picture comes when. */
export interface PictureOrder {
  /** [n]: where each picture was before it was put in order */
  readonly order: Uint32Array;
  /** [n] */
  readonly labels: Uint16Array;
  /** [classes]: pictures of each */
  readonly counts: Uint32Array;
}

/**
 * The order of the ids: with it the same pictures give the same bits, however they came in.
 *
 * @throws {RangeError} when there are no pictures, lengths do not agree, a label is not a class, or a
 *   feature is not a finite number
 */
export function inOrderOfIds(pictures: LabelledPictures): PictureOrder {
  check(pictures);
  const { ids, labels: given, classes } = pictures;
  const order = Uint32Array.from(ids, (_, i) => i).sort((a, b) => compare(ids[a]!, ids[b]!));
  const labels = Uint16Array.from(order, (i) => given[i]!);
  const counts = new Uint32Array(classes);
  for (const label of labels) counts[label]!++;
  return { order, labels, counts };
}

/**
 * Indices of so many at most, the first ones of each class, and as many of each as there are places
 * for.
 */
export function chooseAlike({ labels, counts }: PictureOrder, most: number): number[] {
  let places = most;
  const quota = new Uint32Array(counts.length);
  const bySize = [...counts.keys()].sort((a, b) => counts[a]! - counts[b]! || a - b);
  for (const [rank, c] of bySize.entries()) {
    quota[c] = Math.min(counts[c]!, Math.floor(places / (bySize.length - rank)));
    places -= quota[c];
  }
  const taken = new Uint32Array(counts.length);
  return [...labels.keys()].filter((i) => taken[labels[i]!]!++ < quota[labels[i]!]!);
}

/**
 * The mean of the means of the classes, so that a class of many pictures does not draw it. With it
 * subtracted one penalty suits all backbones.
 *
 * @returns float32, [width]
 */
export function centreOf(
  { plain, features, width }: LabelledPictures,
  { order, labels, counts }: PictureOrder,
): Float32Array {
  const withPictures = counts.filter((count) => count > 0).length;
  const centre = new Float64Array(width);
  for (const [at, i] of order.entries()) {
    const share = 1 / (counts[labels[at]!]! * withPictures);
    for (let f = 0; f < width; f++) centre[f]! += share * plain[i * features + f]!;
  }
  return Float32Array.from(centre);
}

function check({ ids, labels, classes, plain, mirrored, features }: LabelledPictures): void {
  if (ids.length === 0) throw new RangeError('there are no pictures to learn from');
  if (labels.length !== ids.length) {
    throw new RangeError(`${ids.length} pictures have ${labels.length} labels`);
  }
  for (const label of Array.from(labels)) {
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`${label} is none of ${classes} classes`);
    }
  }
  for (const values of [plain, mirrored]) {
    if (values === null) continue;
    if (values.length !== ids.length * features) {
      throw new RangeError(
        `${values.length} values are not ${features} features of ${ids.length} pictures`,
      );
    }
    for (let at = 0; at < values.length; at++) {
      if (Number.isFinite(values[at])) continue;
      throw new RangeError(
        `feature ${at % features} of picture ${ids[Math.floor(at / features)]!} is ${values[at]!}`,
      );
    }
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
