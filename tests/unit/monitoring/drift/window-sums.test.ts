import { seededRandom, shuffledIndices } from '../../../../src/evaluation/random';
import {
  addPicture,
  addSums,
  emptySums,
  factsOf,
  type SeenPicture,
} from '../../../../src/monitoring/drift/window-sums';

const LAYOUT = { classes: 3, features: 5 };

function pictures(count: number): SeenPicture[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, () => ({
    classIndex: random.below(3),
    confidence: 0.4 + 0.6 * random.next(),
    certainty: random.next(),
    uncertain: random.next() < 0.1,
    features: Float32Array.from({ length: 5 }, () => 10 * random.next() - 5),
    pixels: Array.from({ length: 6 }, () => random.next()),
  }));
}

function sumOf(some: readonly SeenPicture[]): Float64Array {
  const sums = emptySums(LAYOUT);
  for (const picture of some) addPicture(sums, LAYOUT, picture);
  return sums;
}

describe('sums over pictures', () => {
  const all = pictures(997);

  it('add up to the very same numbers, whoever has seen which picture in what order', () => {
    const whole = sumOf(all);
    const order = shuffledIndices(all.length, seededRandom(7));
    const [first, second, third] = [0, 1, 2].map((instance) =>
      sumOf([...order].filter((_, i) => i % 3 === instance).map((i) => all[i]!)),
    );
    const together = emptySums(LAYOUT);
    for (const sums of [third!, first!, second!]) addSums(together, sums);
    expect([...together]).toEqual([...whole]);
    expect(whole.every(Number.isSafeInteger)).toBe(true);
  });

  it('say the means of the pictures', () => {
    const facts = factsOf(sumOf(all), LAYOUT);
    const mean = (value: (picture: SeenPicture) => number): number =>
      all.reduce((sum, picture) => sum + value(picture), 0) / all.length;
    expect(facts.pictures).toBe(997);
    expect(facts.uncertain).toBe(all.filter(({ uncertain }) => uncertain).length);
    expect(facts.meanConfidence).toBeCloseTo(
      mean(({ confidence }) => confidence),
      5,
    );
    expect(facts.rightVariance / 997).toBeCloseTo(
      mean(({ confidence }) => confidence * (1 - confidence)),
      5,
    );
    expect(facts.features[4]).toBeCloseTo(
      mean(({ features }) => features[4]!),
      5,
    );
    expect(facts.pixels[5]).toBeCloseTo(
      mean(({ pixels }) => pixels[5]!),
      5,
    );
    for (const counts of [facts.classes, facts.confidence, facts.certainty]) {
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(997);
    }
  });

  it('refuse to say anything of another version, or of no picture', () => {
    expect(() => factsOf(sumOf(all), { classes: 4, features: 5 })).toThrow(RangeError);
    expect(() => factsOf(emptySums(LAYOUT), LAYOUT)).toThrow(RangeError);
  });
});
