import type { GraphFeatures } from '../../src/registry/version';
import { describeGraph } from '../../src/training/features/describe-graph';
import type { HeadExamples } from '../../src/training/head/head-examples';
import { seededRandom } from '../../src/evaluation/random';

/** Features that a head can be fitted to, without images: noise around the unit vector of a place. */
export const POINT_WIDTH = 6;

/**
 * @param places where each sample lies
 * @param labels what it is called; by default its place
 * @returns each sample twice, with other noise: what a mirror image would be
 */
export function points(
  places: readonly number[],
  seed: number,
  labels: readonly number[] = places,
): HeadExamples {
  const random = seededRandom(seed);
  const view = (place: number): number[] =>
    Array.from({ length: POINT_WIDTH }, (_, f) => (f === place ? 4 : 0) + random.next());
  return {
    features: Float32Array.from(places.flatMap((place) => [...view(place), ...view(place)])),
    labels: Uint16Array.from(labels.flatMap((label) => [label, label])),
  };
}

export const alternating = (count: number, places: number): number[] =>
  Array.from({ length: count }, (_, i) => i % places);

export const repeated = (count: number, place: number): number[] =>
  Array<number>(count).fill(place);

/** A graph whose head tells two classes apart by their own feature. */
export function pointGraph(): GraphFeatures {
  const weights = new Float32Array(POINT_WIDTH * 2);
  weights[0] = 1;
  weights[3] = 1;
  const labelled = (seed: number, count: number): Parameters<typeof describeGraph>[2] => {
    const { features, labels } = points(alternating(count, 2), seed);
    return { features, labels: Uint8Array.from(labels) };
  };
  return describeGraph(
    ['Left', 'Right'],
    { weights, bias: Float32Array.of(-2, -2) },
    labelled(1, 200),
    labelled(2, 100),
    1,
  );
}
