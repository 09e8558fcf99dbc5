import fc from 'fast-check';
import { accuracyOf, argMax } from '../../../../src/evaluation/accuracy';
import { headLogits } from '../../../../src/evaluation/head-logits';
import { softmaxRows } from '../../../../src/evaluation/calibration';
import { fitRidgeHead, type FittedRidgeHead } from '../../../../src/training/ridge/fit-ridge-head';
import type { LabelledPictures } from '../../../../src/training/ridge/pictures';
import { madeUpPictures, someOf } from './made-up-pictures';

function logitsOf(
  head: FittedRidgeHead,
  { features, classes, plain }: LabelledPictures,
): Float32Array {
  return headLogits({ ...head, features, classes }, plain);
}

function accuracyOn(head: FittedRidgeHead, pictures: LabelledPictures): number {
  return accuracyOf(logitsOf(head, pictures), Uint8Array.from(pictures.labels));
}

const SIXTY = Array.from({ length: 60 }, (_, i) => i % 3);

it('learns classes, and tells pictures that it has not seen', () => {
  const all = madeUpPictures([...SIXTY, ...SIXTY]);
  const head = fitRidgeHead(someOf(all, [...SIXTY.keys()]));
  const others = someOf(
    all,
    SIXTY.map((_, i) => 60 + i),
  );
  expect(accuracyOn(head, others)).toBeGreaterThan(0.95);
  expect(accuracyOf(head.leaveOneOut.logits, Uint8Array.from(SIXTY))).toBeGreaterThan(0.95);
});

it('is the same to the bit whatever the order, and after a picture was taken back', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...SIXTY.keys()], { minLength: 6 }),
      fc.integer({ min: 0, max: 59 }),
      (order, extra) => {
        const all = madeUpPictures(SIXTY);
        const chosen = order.filter((i) => i !== extra);
        fc.pre(new Set(chosen.map((i) => SIXTY[i])).size > 1);
        const inOrder = fitRidgeHead(
          someOf(
            all,
            chosen.toSorted((a, b) => a - b),
          ),
        );
        fitRidgeHead(someOf(all, [...chosen, extra]));
        const again = fitRidgeHead(someOf(all, chosen));
        expect(again.weights).toEqual(inOrder.weights);
        expect(again.bias).toEqual(inOrder.bias);
        expect(again.centre).toEqual(inOrder.centre);
        expect(again.temperature).toBe(inOrder.temperature);
      },
    ),
    { numRuns: 20 },
  );
});

it('gives the logits of leave-one-out in the order in which the pictures came', () => {
  const pictures = madeUpPictures(SIXTY);
  const backwards = [...SIXTY.keys()].reverse();
  const { leaveOneOut: a } = fitRidgeHead(pictures);
  const { leaveOneOut: b } = fitRidgeHead(someOf(pictures, backwards));
  for (const [row, i] of backwards.entries()) {
    expect(b.logits.subarray(3 * row, 3 * row + 3)).toEqual(a.logits.subarray(3 * i, 3 * i + 3));
  }
});

it('makes do with one picture of each of two classes', () => {
  const pictures = madeUpPictures([0, 1]);
  const head = fitRidgeHead(pictures);
  expect(accuracyOn(head, pictures)).toBe(1);
  expect([...head.leaveOneOut.counts]).toEqual([0, 0]);
  expect([...head.weights, ...head.bias].every(Number.isFinite)).toBe(true);
});

it('does not count the only picture of a class', () => {
  const { leaveOneOut } = fitRidgeHead(madeUpPictures([0, 0, 1, 2, 2]));
  expect([...leaveOneOut.counts]).toEqual([1, 1, 0, 1, 1]);
});

it('judges two pictures of a class as one would have judged the second', () => {
  // Left out, a picture must not lose because its class has become the smaller one.
  const labels = [0, 0, 1, 1, 2, 2];
  const pictures = madeUpPictures(labels, { features: 40, spread: 0.1 });
  const { leaveOneOut } = fitRidgeHead(pictures);
  expect(accuracyOf(leaveOneOut.logits, Uint8Array.from(labels))).toBe(1);
});

it('is not drawn to a class of many pictures', () => {
  const many = [...Array<number>(60).fill(0), ...Array<number>(6).fill(1)];
  const all = madeUpPictures([...many, ...SIXTY.map((label) => Math.min(label, 1))], {
    features: 4,
    spread: 1.2,
  });
  const head = fitRidgeHead(someOf(all, [...many.keys()]));
  const others = someOf(
    all,
    SIXTY.map((_, i) => many.length + i),
  );
  const logits = logitsOf(head, others);
  const called = others.ids.map((_, i) => argMax(logits, 2 * i, 2));
  const recall = (label: number): number => {
    const own = [...called.keys()].filter((i) => others.labels[i] === label);
    return own.filter((i) => called[i] === label).length / own.length;
  };
  expect(Math.abs(recall(0) - recall(1))).toBeLessThan(0.25);
});

it('never answers a class without pictures', () => {
  const pictures = madeUpPictures([0, 0, 2, 2, 2], { classes: 4 });
  const head = fitRidgeHead(pictures);
  const probabilities = softmaxRows(logitsOf(head, pictures), 4, head.temperature);
  for (let i = 0; i < 5; i++) {
    expect(probabilities[4 * i + 1]! + probabilities[4 * i + 3]!).toBeLessThan(1e-6);
  }
});

it('copes with 256 classes, the same picture twice, and a feature that never changes', () => {
  const labels = Array.from({ length: 512 }, (_, i) => i % 256);
  const pictures = madeUpPictures(labels, { features: 24, spread: 0.2, hasMirrored: false });
  pictures.plain.copyWithin(24, 0, 24);
  for (let i = 0; i < labels.length; i++) pictures.plain[i * 24 + 5] = 7;
  const head = fitRidgeHead(pictures);
  expect(head.weights.every(Number.isFinite)).toBe(true);
  expect(accuracyOn(head, pictures)).toBeGreaterThan(0.8);
});

it('is as sure as few pictures allow, when all of them are right', () => {
  const head = fitRidgeHead(madeUpPictures([0, 0, 0, 1, 1, 1], { spread: 0.01 }));
  const probabilities = softmaxRows(head.leaveOneOut.logits, 2, head.temperature);
  expect(probabilities[0]).toBeGreaterThan(0.75);
  expect(probabilities[0]).toBeLessThan(0.95);
});

it.each([
  [
    'a feature that is no number',
    { plain: Float32Array.of(1, NaN, 3, 4) },
    /feature 1 of picture a is NaN/,
  ],
  [
    'an endless one of a mirror image',
    { mirrored: Float32Array.of(1, 2, 3, Infinity) },
    /feature 1 of picture b/,
  ],
  [
    'features of other pictures',
    { plain: new Float32Array(6) },
    /6 values are not 2 features of 2/,
  ],
  ['a label without a class', { labels: [0, 2] }, /2 is none of 2 classes/],
  ['fewer labels than pictures', { labels: [0] }, /2 pictures have 1 labels/],
  ['a single class', { labels: [1, 1] }, /two classes/],
  [
    'no pictures',
    { ids: [], labels: [], plain: new Float32Array(), mirrored: null },
    /no pictures/,
  ],
])('refuses %s', (_, wrong, message) => {
  const two: LabelledPictures = {
    ids: ['a', 'b'],
    labels: [0, 1],
    classes: 2,
    plain: Float32Array.of(1, 2, 3, 4),
    mirrored: null,
    features: 2,
    width: 2,
  };
  expect(() => fitRidgeHead({ ...two, ...wrong })).toThrow(message);
});
