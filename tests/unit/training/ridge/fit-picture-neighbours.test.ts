import { neighbourDistances } from '../../../../src/evaluation/neighbours';
import { unitRows } from '../../../../src/registry/head-arithmetic';
import { fitPictureNeighbours } from '../../../../src/training/ridge/fit-picture-neighbours';
import type { LabelledPictures } from '../../../../src/training/ridge/pictures';
import { madeUpPictures, someOf } from './made-up-pictures';

const LABELS = Array.from({ length: 90 }, (_, i) => i % 3);

function distancesOf(
  { neighbours }: ReturnType<typeof fitPictureNeighbours>,
  { plain, features }: LabelledPictures,
): Float32Array {
  const { width, k } = neighbours;
  return neighbourDistances(neighbours.features, unitRows(plain, features, width), width, k);
}

it('accepts most pictures of its classes, and finds what is of another one', () => {
  const all = madeUpPictures([...LABELS, ...LABELS, ...Array<number>(30).fill(3)], {
    features: 30,
    spread: 0.3,
  });
  const at = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => from + i);
  const rejection = fitPictureNeighbours(someOf(all, at(0, 90)));
  const { threshold } = rejection.neighbours;
  const known = distancesOf(rejection, someOf(all, at(90, 90)));
  const unknown = distancesOf(rejection, someOf(all, at(180, 30)));
  expect(known.filter((distance) => distance <= threshold).length / 90).toBeGreaterThan(0.85);
  expect(unknown.filter((distance) => distance > threshold).length / 30).toBeGreaterThan(0.9);
  expect(rejection.auroc).toBeGreaterThan(0.95);
  expect(rejection.accepted).toBeGreaterThanOrEqual(0.95);
});

it('keeps each picture and its mirror image, and the same whatever the order', () => {
  const pictures = madeUpPictures(LABELS);
  const { neighbours } = fitPictureNeighbours(pictures);
  expect(neighbours.count).toBe(180);
  const backwards = [...LABELS.keys()].reverse();
  expect(fitPictureNeighbours(someOf(pictures, backwards)).neighbours).toEqual(neighbours);
});

it('keeps no more than two thousand rows, alike of each class', () => {
  const labels = [...Array<number>(1500).fill(0), ...Array<number>(40).fill(1)];
  const pictures = madeUpPictures(labels, { features: 3 });
  const { neighbours } = fitPictureNeighbours(pictures);
  expect(neighbours.count).toBe(2000);
});

it('does not let a class of one picture say how far is too far', () => {
  const pictures = madeUpPictures([0, 0, 0, 0, 1, 1, 1, 1, 2], { features: 30, spread: 0.05 });
  const { neighbours } = fitPictureNeighbours(pictures);
  expect(neighbours.threshold).toBeLessThan(0.02);
});

it('says nothing of other things where there are two classes', () => {
  expect(fitPictureNeighbours(madeUpPictures([0, 0, 1, 1])).auroc).toBeNull();
});

it('accepts what is as near as two single pictures are to each other', () => {
  const { neighbours } = fitPictureNeighbours(madeUpPictures([0, 1], { hasMirrored: false }));
  const [distance] = neighbourDistances(
    neighbours.features.subarray(0, 12),
    neighbours.features.subarray(12),
    12,
    1,
  ) as unknown as [number];
  expect(neighbours.threshold).toBeCloseTo(distance, 6);
});
