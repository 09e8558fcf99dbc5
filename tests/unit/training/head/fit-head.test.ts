import fc from 'fast-check';
import { headLogits } from '../../../../src/evaluation/head-logits';
import type { GraphFeatures } from '../../../../src/registry/version';
import { describeGraph } from '../../../../src/training/features/describe-graph';
import { solvePositiveDefinite } from '../../../../src/training/head/cholesky';
import { classListOf } from '../../../../src/training/head/class-list';
import { fitHead, type HeadExamples } from '../../../../src/training/head/fit-head';
import { seededRandom } from '../../../../src/training/random';

const WIDTH = 6;
const KNOWN = ['Left', 'Right'];

/** Noisy points around the unit vector of their class. */
function points(labels: readonly number[], seed: number): HeadExamples {
  const random = seededRandom(seed);
  return {
    features: Float32Array.from(
      labels.flatMap((label) =>
        Array.from({ length: WIDTH }, (_, f) => (f === label ? 4 : 0) + random.next()),
      ),
    ),
    labels: Uint16Array.from(labels),
  };
}

const alternating = (count: number, classes: number): number[] =>
  Array.from({ length: count }, (_, i) => i % classes);

/** A graph whose head tells two classes apart by their own feature. */
function graph(): GraphFeatures {
  const training = points(alternating(400, 2), 1);
  const heldOut = points(alternating(100, 2), 2);
  const weights = new Float32Array(WIDTH * 2);
  weights[0] = 1;
  weights[3] = 1;
  return describeGraph(
    KNOWN,
    { weights, bias: Float32Array.of(-2, -2) },
    { features: training.features, labels: Uint8Array.from(training.labels) },
    { features: heldOut.features, labels: Uint8Array.from(heldOut.labels) },
    1,
  );
}

function accuracy(head: ReturnType<typeof fitHead>, { features, labels }: HeadExamples): number {
  const logits = headLogits({ ...head, temperature: 1 }, features);
  const right = [...labels].filter((label, i) => {
    const row = [...logits.subarray(i * head.classes, (i + 1) * head.classes)];
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}

describe('a fitted head', () => {
  it('is the trained head when there is nothing to learn', () => {
    const known = graph();
    const head = fitHead(known, points([], 3), 2);
    expect(head.weights).toEqual(known.headWeights);
    expect(head.bias).toEqual(known.headBias);
  });

  it('learns a new class from a few images and keeps the old ones', () => {
    const head = fitHead(graph(), points(Array<number>(10).fill(2), 4), 3);
    expect(accuracy(head, points(Array<number>(50).fill(2), 5))).toBeGreaterThan(0.95);
    expect(accuracy(head, points(alternating(100, 2), 6))).toBeGreaterThan(0.95);
  });

  it('learns that what looked like one class is another', () => {
    const swapped = (seed: number, count: number): HeadExamples => {
      const { features } = points(Array<number>(count).fill(3), seed);
      return { features, labels: new Uint16Array(count).fill(1) };
    };
    const before = accuracy(fitHead(graph(), points([], 1), 2), swapped(7, 50));
    const head = fitHead(graph(), swapped(8, 40), 2);
    expect(before).toBeLessThan(0.7);
    expect(accuracy(head, swapped(7, 50))).toBeGreaterThan(0.95);
    expect(accuracy(head, points(alternating(100, 2), 9))).toBeGreaterThan(0.95);
  });

  it('does not depend on the order of the examples, beyond rounding', () => {
    const known = graph();
    const some = points(alternating(12, 3), 10);
    const straight = fitHead(known, some, 3);
    fc.assert(
      fc.property(fc.shuffledSubarray([...some.labels.keys()], { minLength: 12 }), (order) => {
        const shuffled = fitHead(
          known,
          {
            features: Float32Array.from(
              order.flatMap((i) => [...some.features.subarray(i * WIDTH, (i + 1) * WIDTH)]),
            ),
            labels: Uint16Array.from(order, (i) => some.labels[i]!),
          },
          3,
        );
        expect(largestDifference(shuffled.weights, straight.weights)).toBeLessThan(1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it('leaves no trace of examples that are not there any more', () => {
    const known = graph();
    fitHead(known, points(alternating(30, 3), 11), 3);
    const after = fitHead(known, points([], 11), 2);
    expect(largestDifference(after.weights, known.headWeights)).toBe(0);
  });

  it('gives a single image of a known class less weight than all that was known of it', () => {
    const known = graph();
    const wrong = { ...points([0], 12), labels: Uint16Array.of(1) };
    const head = fitHead(known, wrong, 2);
    expect(accuracy(head, points(alternating(200, 2), 13))).toBeGreaterThan(0.95);
  });
});

describe('the solver', () => {
  it('solves any well-conditioned system', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }).chain((n) =>
          fc.record({
            n: fc.constant(n),
            root: fc.array(value, { minLength: n * n, maxLength: n * n }),
            x: fc.array(value, { minLength: n * 2, maxLength: n * 2 }),
          }),
        ),
        ({ n, root, x }) => {
          const a = new Float64Array(n * n);
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) {
              for (let k = 0; k < n; k++) a[i * n + j]! += root[i * n + k]! * root[j * n + k]!;
            }
            a[i * n + i]! += 1;
          }
          const b = new Float64Array(n * 2);
          for (let i = 0; i < n; i++) {
            for (let c = 0; c < 2; c++) {
              for (let j = 0; j < n; j++) b[i * 2 + c]! += a[i * n + j]! * x[j * 2 + c]!;
            }
          }
          const found = solvePositiveDefinite(a, b, n);
          expect(largestDifference(found, Float64Array.from(x))).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('says when there is no solution', () => {
    expect(() =>
      solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), new Float64Array(2), 2),
    ).toThrow('not positive definite in row 1');
  });
});

describe('the classes of a head', () => {
  const samples = ['fox', ' FROG ', 'Owl', 'Fox'].map((label) => ({ label }));

  it('are those of the graph, then new ones by name, whatever the order and the case', () => {
    const straight = classListOf(['Cat', 'Frog'], samples);
    expect(straight.names).toEqual(['Cat', 'Frog', 'Fox', 'Owl']);
    expect(classListOf(['Cat', 'Frog'], samples.toReversed()).names).toEqual(straight.names);
    expect(straight.indexOf('frog')).toBe(1);
    expect(straight.indexOf('OWL')).toBe(3);
    expect(straight.has('Elk')).toBe(false);
    expect(straight.known).toBe(2);
  });
});

function largestDifference(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}
