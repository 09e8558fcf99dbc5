/** Pictures as a head makes of each without it. */
export interface UnseenPictures {
  /** float32, [n, classes] */
  readonly logits: Float32Array;
  readonly classes: number;
  /** [n]: index of the class */
  readonly labels: ArrayLike<number>;
  /** [n]: 0 where the logits say nothing */
  readonly counts: Uint8Array;
}

/**
 * Share of its own pictures, each unseen, that a class gives up at the least where nobody knows what any
 * of the classes before look like; less where some of them have pictures. Between a quarter and a half
 * the mean over all classes is the same within a point (docs/photos.md), and those in service lose less
 * the more is given up.
 */
const LOST_TO_UNKNOWN = 0.4;
/** Enough to win a tie, after rounding to single precision. */
const SMALL = 1e-3;

/**
 * The constant with which a class stands up to others that were there before it: where most pictures
 * are right, all classes counting alike, and the smallest such. Where there are no pictures of some
 * of the others, they could lose more than can be seen; then the class gives some of its own up.
 *
 * @param others classes that it competes with
 * @param unpictured share of the classes that were there before that there are no pictures of, 0-1
 */
export function raiseOf(
  label: number,
  { logits, classes, labels, counts }: UnseenPictures,
  others: ReadonlySet<number>,
  unpictured: number,
): number {
  const margins: { readonly at: number; readonly gain: number }[] = [];
  const own: number[] = [];
  const pictures = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) {
    pictures.set(labels[i]!, (pictures.get(labels[i]!) ?? 0) + 1);
  }
  for (let i = 0; i < counts.length; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const best = [...others].reduce((a, b) => (row[b]! > row[a]! ? b : a));
    const margin = row[best]! - row[label]!;
    const share = 1 / pictures.get(labels[i]!)!;
    if (labels[i] === label) {
      own.push(margin);
      margins.push({ at: margin, gain: share });
    } else if (counts[i] === 1 && labels[i] === best) {
      margins.push({ at: margin, gain: -share });
    }
  }
  own.sort((a, b) => a - b);
  const won = Math.ceil((1 - LOST_TO_UNKNOWN * unpictured) * own.length);
  const most = unpictured === 0 ? Infinity : own[won - 1]!;
  let score = 0;
  let best = { score: 0, at: own[0]! };
  for (const { at, gain } of margins.sort((a, b) => a.at - b.at)) {
    score += gain;
    if (score > best.score + 1e-9) best = { score, at };
  }
  return Math.min(best.at, most) + SMALL;
}
