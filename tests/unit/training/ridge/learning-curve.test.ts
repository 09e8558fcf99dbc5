import { accuracyOf } from '../../../../src/evaluation/accuracy';
import { headLogits } from '../../../../src/evaluation/head-logits';
import { seededRandom, shuffledIndices } from '../../../../src/evaluation/random';
import { fitRidgeHead } from '../../../../src/training/ridge/fit-ridge-head';
import { learningCurveOf } from '../../../../src/training/ridge/learning-curve';
import { madeUpPictures, someOf } from './made-up-pictures';

const LABELS = Array.from({ length: 66 }, (_, i) => i % 3);

it('rises with the number of pictures', () => {
  const curve = learningCurveOf(madeUpPictures(LABELS, { spread: 1.5 }), 1);
  expect(curve.map((point) => point.pictures_per_class)).toEqual([1, 2, 5, 10, 20]);
  expect(curve.at(-1)!.accuracy).toBeGreaterThan(curve[0]!.accuracy);
  for (const { accuracy, low, high } of curve) {
    expect(low).toBeLessThan(accuracy);
    expect(high).toBeGreaterThan(accuracy);
  }
});

it('is that of heads fitted to the pictures chosen', () => {
  const pictures = madeUpPictures(LABELS, { spread: 1.5 });
  const [penalty, step, draws] = [1, 5, 5];
  let right = 0;
  let judged = 0;
  for (let draw = 0; draw < draws; draw++) {
    const learned: number[] = [];
    const rest: number[] = [];
    for (let c = 0; c < 3; c++) {
      const own = [...LABELS.keys()].filter((i) => LABELS[i] === c);
      const order = shuffledIndices(own.length, seededRandom(14, step, draw, c));
      for (const [rank, at] of order.entries()) (rank < step ? learned : rest).push(own[at]!);
    }
    const head = fitRidgeHead(someOf(pictures, learned), { penalties: [penalty] });
    const others = someOf(pictures, rest);
    const logits = headLogits({ ...head, features: 12, classes: 3 }, others.plain);
    right += accuracyOf(logits, Uint8Array.from(others.labels)) * rest.length;
    judged += rest.length;
  }
  const point = learningCurveOf(pictures, penalty).find((at) => at.pictures_per_class === step)!;
  expect(point.accuracy).toBeCloseTo(right / judged, 6);
});

it('leaves out steps that no class has pictures for, and judges no single picture', () => {
  expect(learningCurveOf(madeUpPictures([0, 1, 2]), 1)).toEqual([]);
  const curve = learningCurveOf(madeUpPictures([0, 0, 0, 1], { classes: 5 }), 1);
  expect(curve.map((point) => point.pictures_per_class)).toEqual([1, 2]);
});
