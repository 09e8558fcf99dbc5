import fc from 'fast-check';
import { headLogits } from '../../../../src/evaluation/head-logits';
import type { GraphFeatures } from '../../../../src/registry/version';
import { choleskyOf } from '../../../../src/evaluation/cholesky';
import { correctKnownClasses } from '../../../../src/training/head/correct-known-classes';
import { fitHead } from '../../../../src/training/head/fit-head';
import { baseSystem, meanScores } from '../../../../src/training/head/graph-statistics';
import type { HeadExamples } from '../../../../src/training/head/head-examples';
import { alternating, pointGraph, points, POINT_WIDTH, repeated } from '../../../support/points';

type Fitted = ReturnType<typeof fitHead>;

const NOTHING = points([], 3);

function predicted(head: Fitted, features: Float32Array): number[] {
  const logits = headLogits({ ...head, temperature: 1 }, features);
  return Array.from({ length: features.length / POINT_WIDTH }, (_, i) => {
    const row = [...logits.subarray(i * head.classes, (i + 1) * head.classes)];
    return row.indexOf(Math.max(...row));
  });
}

function accuracy(head: Fitted, { features, labels }: HeadExamples): number {
  const classes = predicted(head, features);
  return classes.filter((c, i) => c === labels[i]).length / labels.length;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

function knownColumns({ weights, classes }: Fitted, known: number): Float32Array {
  return weights.filter((_, at) => at % classes < known);
}

/** The samples of both, one after the other. */
function together(a: HeadExamples, b: HeadExamples): HeadExamples {
  return {
    features: Float32Array.of(...a.features, ...b.features),
    labels: Uint16Array.of(...a.labels, ...b.labels),
  };
}

describe('a fitted head', () => {
  const known = pointGraph();

  it('is the trained head when there is nothing to learn', () => {
    const head = fitHead(known, NOTHING, 2);
    expect(head.weights).toEqual(known.headWeights);
    expect(head.bias).toEqual(known.headBias);
  });

  it('does not depend on the order of the samples, beyond rounding', () => {
    const some = points(alternating(12, 3), 10);
    const straight = fitHead(known, some, 3);
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), (order) => {
        const rows = order.flatMap((i) => [2 * i, 2 * i + 1]);
        const shuffled = {
          features: Float32Array.from(
            rows.flatMap((i) => [
              ...some.features.subarray(i * POINT_WIDTH, (i + 1) * POINT_WIDTH),
            ]),
          ),
          labels: Uint16Array.from(rows, (i) => some.labels[i]!),
        };
        const head = fitHead(known, shuffled, 3);
        expect(largestDifference(head.weights, straight.weights)).toBeLessThan(1e-6);
        expect(largestDifference(head.bias, straight.bias)).toBeLessThan(1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it('learns corrections and a new class at once', () => {
    const samples = together(
      points(repeated(20, 3), 7, repeated(20, 1)),
      points(repeated(20, 2), 8),
    );
    const head = fitHead(known, samples, 3);
    expect(accuracy(head, points(repeated(50, 3), 5, repeated(50, 1)))).toBeGreaterThan(0.95);
    expect(accuracy(head, points(alternating(150, 3), 6))).toBeGreaterThan(0.95);
  });
});

describe('corrections of known classes', () => {
  const known = pointGraph();
  const moved = (count: number, seed: number): HeadExamples =>
    points(repeated(count, 3), seed, repeated(count, 1));

  it('teach that what looked like one class is another', () => {
    expect(accuracy(fitHead(known, NOTHING, 2), moved(50, 7))).toBeLessThan(0.7);
    const head = fitHead(known, moved(20, 8), 2);
    expect(accuracy(head, moved(50, 7))).toBeGreaterThan(0.95);
    expect(accuracy(head, points(alternating(100, 2), 9))).toBeGreaterThan(0.95);
  });

  it('are the ridge regression on all images together, those of the training too', () => {
    const training = points(alternating(200, 2), 1);
    const samples = moved(3, 8);
    const weights = Float64Array.of(0, 2);
    const head = correctKnownClasses(known, samples, weights, 1);
    const expected = directly(known, training, samples, weights);
    for (const [at, weight] of head.weights.entries()) expect(weight).toBeCloseTo(expected[at]!, 5);
  });

  it('give way to the held-out images however many there are', () => {
    const wrong = points(repeated(300, 0), 12, repeated(300, 1));
    const before = accuracy(fitHead(known, NOTHING, 2), heldOut(known));
    const head = fitHead(known, wrong, 2, 0.02);
    expect(before - accuracy(head, heldOut(known))).toBeLessThanOrEqual(0.01);
    // They still count for something.
    expect(head.weights).not.toEqual(known.headWeights);
  });
});

describe('a new class', () => {
  const known = pointGraph();

  it('is recognised after a few samples, and the known ones still are', () => {
    const head = fitHead(known, points(repeated(5, 2), 4), 3);
    expect(accuracy(head, points(alternating(150, 3), 5))).toBeGreaterThan(0.95);
  });

  it('leaves the columns of known classes exactly as they were', () => {
    const head = fitHead(known, points(repeated(20, 2), 4), 3);
    expect(knownColumns(head, 2)).toEqual(known.headWeights);
    expect(head.bias.subarray(0, 2)).toEqual(known.headBias);
  });

  it('takes no more of the known images than it may, even if it looks like a known class', () => {
    const likeRight = points(repeated(40, 1), 4, repeated(40, 2));
    const taken = (head: Fitted): number =>
      predicted(head, known.heldOutFeatures).filter((label) => label === 2).length;
    const head = fitHead(known, likeRight, 3);
    expect(taken(head)).toBe(Math.floor(0.01 * known.heldOutLabels.length));
    const alone = fitHead(known, points([1], 4, [2]), 3);
    expect(taken(alone)).toBe(0);
  });

  it('takes none when it can be told apart without', () => {
    const head = fitHead(known, points(repeated(40, 2), 4), 3);
    expect(predicted(head, known.heldOutFeatures)).not.toContain(2);
  });

  it('is forgotten with its samples', () => {
    const others = points(repeated(5, 3), 11, repeated(5, 0));
    const before = fitHead(known, others, 2);
    fitHead(known, together(others, points(repeated(9, 2), 12)), 3);
    expect(fitHead(known, others, 2)).toEqual(before);
  });
});

function heldOut({ heldOutFeatures, heldOutLabels }: GraphFeatures): HeadExamples {
  return { features: heldOutFeatures, labels: Uint16Array.from(heldOutLabels) };
}

/** The regression with all training images in hand: A·Δ = XᵀW·R, where R is 0 for the training images. */
function directly(
  known: GraphFeatures,
  training: HeadExamples,
  samples: HeadExamples,
  weights: Float64Array,
): Float64Array {
  const rows = POINT_WIDTH + 1;
  const wanted = meanScores(known);
  const head = {
    features: POINT_WIDTH,
    classes: 2,
    weights: known.headWeights,
    bias: known.headBias,
  };
  const scores = headLogits({ ...head, temperature: 1 }, samples.features);
  // The penalty alone: what the base system has beyond the scaled Gram matrix.
  const images = training.labels.length;
  const counted = 500 * 2;
  const system = baseSystem(known).map((v, at) => v - (known.gram[at]! * counted) / images);
  const right = new Float64Array(rows * 2);
  const add = (x: readonly number[], weight: number, residual: readonly number[]): void => {
    for (const [r, left] of x.entries()) {
      for (const [c, value] of x.entries()) system[r * rows + c]! += weight * left * value;
      for (const [c, value] of residual.entries()) right[r * 2 + c]! += weight * left * value;
    }
  };
  const rowOf = ({ features }: HeadExamples, i: number): number[] => [
    ...features.subarray(i * POINT_WIDTH, (i + 1) * POINT_WIDTH),
    1,
  ];
  for (let i = 0; i < images; i++) add(rowOf(training, i), counted / images, [0, 0]);
  for (const [i, label] of samples.labels.entries()) {
    const residual = [0, 1].map((c) => wanted[label * 2 + c]! - scores[i * 2 + c]!);
    add(rowOf(samples, i), weights[label]!, residual);
  }
  const change = choleskyOf(system, rows).solve(right);
  return change.map((value, at) => value + (known.headWeights[at] ?? 0));
}
