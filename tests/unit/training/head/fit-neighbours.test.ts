import type { GraphFeatures, Neighbours } from '../../../../src/registry/version';
import { fitNeighbours } from '../../../../src/training/head/fit-neighbours';
import { neighbourDistances } from '../../../../src/evaluation/neighbours';
import { unitRows } from '../../../../src/registry/head-arithmetic';
import type { HeadExamples } from '../../../../src/training/head/head-examples';
import { alternating, pointGraph, points, POINT_WIDTH, repeated } from '../../../support/points';

const known = pointGraph();

function distances({ features, width, k }: Neighbours, queries: Float32Array): number[] {
  return [...neighbourDistances(features, unitRows(queries, POINT_WIDTH, width), width, k)];
}

function uncertainShare(
  neighbours: Neighbours,
  { features }: Pick<HeadExamples, 'features'>,
): number {
  const far = distances(neighbours, features).filter((d) => d > neighbours.threshold);
  return far.length / (features.length / POINT_WIDTH);
}

describe('neighbours of a head with new examples', () => {
  it('are those of the graph alone when there are none', () => {
    const neighbours = fitNeighbours(known, points([], 1), POINT_WIDTH);
    expect(neighbours).toMatchObject({ count: 200, width: POINT_WIDTH, k: 5 });
    const uncertain = uncertainShare(neighbours, { features: known.heldOutFeatures });
    expect(uncertain).toBeLessThanOrEqual(0.05);
    expect(uncertain).toBeGreaterThan(0.03);
  });

  it.each([1, 2, 20])('are near to what looks like %i samples of a new class', (count) => {
    const before = fitNeighbours(known, points([], 1), POINT_WIDTH);
    const after = fitNeighbours(known, points(repeated(count, 2), 4), POINT_WIDTH);
    const others = points(repeated(50, 2), 5);
    expect(Math.min(...distances(before, others.features))).toBeGreaterThan(0.5);
    expect(Math.max(...distances(after, others.features))).toBeLessThan(0.1);
  });

  it('call most of a new class certain once there are enough samples', () => {
    const after = fitNeighbours(known, points(repeated(20, 2), 4), POINT_WIDTH);
    expect(uncertainShare(after, points(repeated(50, 2), 5))).toBeLessThan(0.2);
  });

  it('take at most a hundred rows of a class', () => {
    expect(fitNeighbours(known, points(repeated(80, 2), 4), POINT_WIDTH).count).toBe(300);
  });

  it('do not let one odd sample make everything certain', () => {
    const before = fitNeighbours(known, points([], 1), POINT_WIDTH);
    const opposite: HeadExamples = {
      features: new Float32Array(2 * POINT_WIDTH).fill(-1),
      labels: Uint16Array.of(2, 2),
    };
    const after = fitNeighbours(known, opposite, POINT_WIDTH);
    expect(after.threshold / before.threshold).toBeLessThan(1.1);
  });

  it('accept as many of a class without held-out images as of the others', () => {
    const scattered = points(repeated(40, 2), 6);
    const wide: HeadExamples = {
      ...scattered,
      features: scattered.features.map((value, at) => (at % POINT_WIDTH === 2 ? value / 3 : value)),
    };
    const after = fitNeighbours(known, wide, POINT_WIDTH);
    expect(uncertainShare(after, wide)).toBeLessThan(0.2);
  });

  it('need no held-out images', () => {
    const none: GraphFeatures = {
      ...known,
      heldOutFeatures: new Float32Array(0),
      heldOutLabels: new Uint8Array(0),
    };
    const { threshold } = fitNeighbours(none, points(alternating(30, 3), 7), POINT_WIDTH);
    expect(threshold).toBeGreaterThan(0);
    expect(threshold).toBeLessThan(0.2);
  });
});
