import { argMax } from '../../../../src/evaluation/accuracy';
import { headLogits } from '../../../../src/evaluation/head-logits';
import type { LinearHead } from '../../../../src/registry/version';
import { fitTaughtHead, type TaughtHead } from '../../../../src/training/ridge/fit-taught-head';
import type { LabelledPictures } from '../../../../src/training/ridge/pictures';
import { madeUpPictures, someOf } from './made-up-pictures';

const FEATURES = 30;
/** Forty pictures of each of five classes, in turn. */
const ALL = madeUpPictures(
  Array.from({ length: 200 }, (_, i) => i % 5),
  { features: FEATURES, spread: 0.6 },
);

/** The first pictures of a class, or those after so many. */
function ofClass(label: number, count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => label + 5 * (from + i));
}

/** A head that gives each picture the class whose mean is nearest, of the first few classes. */
function nearestMean(classes: number): LinearHead {
  const weights = new Float32Array(FEATURES * classes);
  const bias = new Float32Array(classes);
  for (let c = 0; c < classes; c++) {
    const own = ofClass(c, 40);
    for (let f = 0; f < FEATURES; f++) {
      const mean = own.reduce((sum, i) => sum + ALL.plain[i * FEATURES + f]! / own.length, 0);
      weights[f * classes + c] = mean;
      bias[c]! -= mean ** 2 / 2;
    }
  }
  return { weights, bias };
}

function pictures(chosen: readonly number[], classes: number): LabelledPictures {
  return { ...someOf(ALL, chosen), classes };
}

function logitsOf(head: TaughtHead, chosen: readonly number[], classes: number): Float32Array {
  return headLogits({ ...head, features: FEATURES, classes }, pictures(chosen, classes).plain);
}

/** Share of the pictures of these classes, not those learned from, that are called what they are. */
function recall(head: TaughtHead, labels: readonly number[], classes: number): number {
  const chosen = labels.flatMap((label) => ofClass(label, 20, 20));
  const logits = logitsOf(head, chosen, classes);
  const right = chosen.filter((i, row) => argMax(logits, row * classes, classes) === i % 5);
  return right.length / chosen.length;
}

it('learns a new class from its pictures alone, and keeps those it had', () => {
  const head = fitTaughtHead(pictures(ofClass(4, 20), 5), nearestMean(4));
  expect(recall(head, [4], 5)).toBeGreaterThan(0.6);
  expect(recall(head, [0, 1, 2, 3], 5)).toBeGreaterThan(0.95);
});

it('gives up pictures of a new class for classes that nobody knows the looks of, the more of them the more', () => {
  const won = (others: readonly number[]): number => {
    const chosen = [...ofClass(4, 20), ...others.flatMap((label) => ofClass(label, 5))];
    const { leaveOneOut } = fitTaughtHead(pictures(chosen, 5), nearestMean(4));
    return [...Array(20).keys()].filter((i) => argMax(leaveOneOut.logits, i * 5, 5) === 4).length;
  };
  expect(won([])).toBe(12);
  expect(won([0, 1, 2])).toBeLessThanOrEqual(18);
  expect(won([0, 1, 2])).toBeGreaterThan(12);
});

it('learns it better beside pictures of the classes it had', () => {
  const chosen = [...ofClass(4, 20), ...[0, 1, 2, 3].flatMap((label) => ofClass(label, 5))];
  const head = fitTaughtHead(pictures(chosen, 5), nearestMean(4));
  expect(recall(head, [4], 5)).toBeGreaterThan(0.95);
  expect(recall(head, [0, 1, 2, 3], 5)).toBeGreaterThan(0.95);
});

it('learns two new classes, each of which may come with one picture', () => {
  const chosen = [...ofClass(3, 10), ...ofClass(4, 1), ...ofClass(0, 5), ...ofClass(1, 5)];
  const head = fitTaughtHead(pictures(chosen, 5), nearestMean(3));
  expect(recall(head, [3], 5)).toBeGreaterThan(0.6);
  expect(recall(head, [0, 1, 2], 5)).toBeGreaterThan(0.9);
  expect([...head.bias, ...head.weights].every(Number.isFinite)).toBe(true);
});

it('leaves the logits of classes without pictures exactly as they were', () => {
  const prior = nearestMean(4);
  const head = fitTaughtHead(pictures([...ofClass(0, 5), ...ofClass(4, 5)], 5), prior);
  const others = ofClass(2, 10, 20);
  const taught = logitsOf(head, others, 5);
  const before = headLogits(
    { ...prior, temperature: 1, features: FEATURES, classes: 4 },
    pictures(others, 4).plain,
  );
  for (let row = 0; row < others.length; row++) {
    for (const c of [1, 2, 3]) expect(taught[row * 5 + c]).toBe(before[row * 4 + c]);
  }
});

it('corrects a class by pictures that were called something else', () => {
  const prior = nearestMean(3);
  // What the head says of class 0 is spoilt.
  prior.bias[0]! -= 34;
  const chosen = [0, 1, 2].flatMap((label) => ofClass(label, 10));
  const before = fitTaughtHead(pictures(ofClass(1, 2), 3), prior);
  const after = fitTaughtHead(pictures(chosen, 3), prior);
  expect(recall(before, [0], 3)).toBeLessThan(0.5);
  expect(recall(after, [0], 3)).toBeGreaterThan(0.9);
  expect(recall(after, [1, 2], 3)).toBeGreaterThan(0.9);
});

it('does not unlearn a class of which one picture came', () => {
  // The head is unsure, as many are.
  const { weights, bias } = nearestMean(4);
  const prior = {
    weights: weights.map((weight) => weight / 100),
    bias: bias.map((value) => value / 100),
  };
  for (const label of [0, 3]) {
    const head = fitTaughtHead(pictures(ofClass(label, 1), 4), prior);
    expect(recall(head, [0, 1, 2, 3], 4)).toBeGreaterThan(0.95);
  }
});

it('judges each picture as a head without it would, prior and all', () => {
  const chosen = [0, 1, 2, 3].flatMap((label) => ofClass(label, 8));
  const { leaveOneOut } = fitTaughtHead(pictures(chosen, 4), nearestMean(3));
  const right = chosen.filter((i, row) => argMax(leaveOneOut.logits, row * 4, 4) === i % 5);
  expect(right.length).toBeGreaterThan(28);
  expect(leaveOneOut.counts.every((counts) => counts === 1)).toBe(true);
});

it('is the same to the bit whatever the order', () => {
  const chosen = [...ofClass(0, 5), ...ofClass(3, 7)];
  const a = fitTaughtHead(pictures(chosen, 4), nearestMean(3));
  const b = fitTaughtHead(pictures(chosen.toReversed(), 4), nearestMean(3));
  expect(b.weights).toEqual(a.weights);
  expect(b.bias).toEqual(a.bias);
});

it('never gives a class that neither the head nor any picture is of', () => {
  const head = fitTaughtHead(pictures(ofClass(3, 5), 5), nearestMean(3));
  expect(head.bias[4]).toBe(-30);
});

it('refuses a head of other features, or of more classes', () => {
  const prior = nearestMean(4);
  expect(() => fitTaughtHead(pictures(ofClass(0, 2), 3), prior)).toThrow(RangeError);
  const narrow = { weights: prior.weights.slice(4), bias: prior.bias };
  expect(() => fitTaughtHead(pictures(ofClass(0, 2), 4), narrow)).toThrow(/cannot be taught/);
});
