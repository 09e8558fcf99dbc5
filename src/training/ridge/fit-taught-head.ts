import { negativeLogLikelihood } from '../../evaluation/calibration';
import { headLogits } from '../../evaluation/head-logits';
import type { LinearHead } from '../../registry/version';
import { fitRidgeHead, type FittedRidgeHead } from './fit-ridge-head';
import { likenessOfClass } from './likeness-of-class';
import { PictureProducts } from './picture-products';
import type { LabelledPictures } from './pictures';
import { raiseOf } from './raise-of-class';

/** A head that was there before and is taught further. */
export interface TaughtHead extends FittedRidgeHead {
  /** What was there before, of all classes; its logits are added. */
  readonly prior: LinearHead;
}

/** Temperatures that the evidence of pictures is divided by, before it is added to what was there. */
const TEMPERATURES = [0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 3, 10];
const USUAL_TEMPERATURE = 0.15;
/** Share of its evidence that the only picture of a class would have, had it not been learned from. */
const UNSEEN = 0.5;
/**
 * Pictures with which a class of the head may be corrected alone: fewer do not tell what is odd about
 * them from what is odd about the head.
 */
const FEWEST_TO_CORRECT = 5;
/** Logit of a class that there is nothing of; no head gives a class of its own as little. */
const ABSENT = -30;

/**
 * Teaches pictures to a head that came from elsewhere, without what it was trained on. Its own logits
 * stay as they are, and the pictures add evidence for the classes they belong to: that of a ridge
 * regression between these classes, less what it gives where it knows nothing; of a single class, how
 * much alike its pictures are. So a class without pictures goes on as before, and no new class gets
 * more than its evidence and a constant, see {@link raiseOf}.
 *
 * The temperature is 1, as it was in the head that is taught.
 *
 * @param pictures whose first classes are those of the head
 * @param prior on features as they are
 * @param products of the same pictures
 * @throws {RangeError} when the sizes do not agree, or as {@link PictureProducts} does
 */
export function fitTaughtHead(
  pictures: LabelledPictures,
  prior: LinearHead,
  products: PictureProducts = new PictureProducts(pictures),
): TaughtHead {
  const { classes, features, labels } = pictures;
  const known = prior.bias.length;
  if (known < 2 || known > classes || prior.weights.length !== features * known) {
    throw new RangeError(
      `a head of ${known} classes and ${prior.weights.length} weights cannot be taught ${classes} classes of ${features} features`,
    );
  }
  const { counts } = products.order;
  const present = [...counts.keys()].filter((c) => counts[c]! > 0);
  const before = priorLogits(pictures, prior);
  const fitted =
    present.length === 1
      ? likenessOfClass(pictures, present[0]!, before, known)
      : evidenceOf(pictures, fitRidgeHead(pictures, { products }), present, before);
  const bias = fitted.bias.slice();
  const logits = Float32Array.from(before, (value, at) => value + fitted.leaveOneOut.logits[at]!);
  for (let c = known; c < classes; c++) {
    if (counts[c] === 0) raise(bias, logits, c, ABSENT);
  }
  const open = new Set([...Array(known).keys()]);
  const unpictured = 1 - present.filter((c) => c < known).length / known;
  for (const c of present) {
    if (c < known && (present.length > 1 || counts[c]! < FEWEST_TO_CORRECT)) continue;
    open.delete(c);
    const least = c < known ? 0 : -Infinity;
    const labelled = { logits, classes, labels, counts: fitted.leaveOneOut.counts };
    raise(bias, logits, c, Math.max(least, raiseOf(c, labelled, open, unpictured)));
    open.add(c);
  }
  return {
    ...fitted,
    bias,
    leaveOneOut: { ...fitted.leaveOneOut, logits },
    prior: widened(prior, features, classes),
  };
}

function raise(bias: Float32Array, logits: Float32Array, c: number, by: number): void {
  const classes = bias.length;
  bias[c]! += by;
  for (let at = c; at < logits.length; at += classes) logits[at]! += by;
}

/** float32, [n, classes]: 0 for classes that the head has not */
function priorLogits(
  { ids, plain, features, classes }: LabelledPictures,
  { weights, bias }: LinearHead,
): Float32Array {
  const known = bias.length;
  const logits = new Float32Array(ids.length * classes);
  const row = new Float64Array(known);
  for (let i = 0; i < ids.length; i++) {
    row.set(bias);
    for (let f = 0; f < features; f++) {
      const value = plain[i * features + f]!;
      if (value === 0) continue;
      for (let c = 0; c < known; c++) row[c]! += value * weights[f * known + c]!;
    }
    logits.set(row, i * classes);
  }
  return logits;
}

/** A ridge head as evidence: nothing where it is as good as guessing, and as sure as it is right. */
function evidenceOf(
  { labels, classes, features, plain }: LabelledPictures,
  head: FittedRidgeHead,
  present: readonly number[],
  before: Float32Array,
): FittedRidgeHead {
  const isPresent = new Set(present);
  const guess = 1 / present.length;
  const scaled = (values: Float32Array, temperature: number, offset: number): Float32Array =>
    values.map((value, at) => (isPresent.has(at % classes) ? (value - offset) / temperature : 0));
  const { counts } = head.leaveOneOut;
  const counted = [...counts.keys()].filter((i) => counts[i] === 1);
  const rowsOf = (logits: Float32Array): Float32Array =>
    Float32Array.from({ length: counted.length * classes }, (_, at) => {
      return logits[counted[Math.floor(at / classes)]! * classes + (at % classes)]!;
    });
  const ownLabels = Uint16Array.from(counted, (i) => labels[i]!);
  const [unseen, prior] = [rowsOf(head.leaveOneOut.logits), rowsOf(before)];
  let best = { temperature: USUAL_TEMPERATURE, cost: Infinity };
  for (const temperature of counted.length === 0 ? [] : TEMPERATURES) {
    const logits = scaled(unseen, temperature, guess).map((value, at) => value + prior[at]!);
    const cost = negativeLogLikelihood(logits, ownLabels, 1, 2 / (counted.length + 2));
    if (cost < best.cost) best = { temperature, cost };
  }
  const logits = scaled(head.leaveOneOut.logits, best.temperature, guess);
  const only = [...counts.keys()].filter((i) => counts[i] === 0);
  if (only.length > 0) {
    const seen = scaled(headLogits({ ...head, features, classes }, plain), best.temperature, guess);
    for (const i of only) {
      for (let at = i * classes; at < (i + 1) * classes; at++) logits[at] = UNSEEN * seen[at]!;
    }
  }
  return {
    ...head,
    weights: scaled(head.weights, best.temperature, 0),
    bias: scaled(head.bias, best.temperature, guess),
    temperature: 1,
    leaveOneOut: { counts, logits },
  };
}

/** The same head with zeros for the classes that it has not. */
function widened({ weights, bias }: LinearHead, features: number, classes: number): LinearHead {
  const known = bias.length;
  const wide = { weights: new Float32Array(features * classes), bias: new Float32Array(classes) };
  for (let f = 0; f < features; f++) {
    wide.weights.set(weights.subarray(f * known, (f + 1) * known), f * classes);
  }
  wide.bias.set(bias);
  return wide;
}
