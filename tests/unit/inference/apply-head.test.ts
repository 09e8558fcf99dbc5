import fc from 'fast-check';
import { applyHead } from '../../../src/inference/apply-head';
import { EngineError } from '../../../src/inference/errors';
import type { Head } from '../../../src/registry/version';

/** Two features, three classes. */
const head: Head = {
  weights: Float32Array.of(1, 2, 3, -1, 0, 1),
  bias: Float32Array.of(0.5, 0, -0.5),
  features: 2,
  classes: 3,
  temperature: 1,
};
const finite = fc.float({ min: -1e6, max: 1e6, noNaN: true });
const features = fc.tuple(finite, finite).map((values) => Float32Array.from(values));
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('head', () => {
  it('is features · weights + bias, through a softmax', () => {
    // logits: 2·[1,2,3] + 3·[-1,0,1] + [0.5,0,-0.5] = [-0.5, 4, 8.5]
    const [a, b, c] = [Math.exp(-0.5), Math.exp(4), Math.exp(8.5)];
    const total = a + b + c;
    const probabilities = applyHead(head, Float32Array.of(2, 3));
    [a, b, c].forEach((value, i) => expect(probabilities[i]).toBeCloseTo(value / total, 6));
  });

  it('divides the logits by the temperature', () => {
    const [, b, c] = applyHead({ ...head, temperature: 2 }, Float32Array.of(2, 3));
    expect(c! / b!).toBeCloseTo(Math.exp((8.5 - 4) / 2), 3);
  });

  it('gives probabilities that sum to 1, for features of any size', () => {
    fc.assert(
      fc.property(features, temperature, (values, temperature) => {
        const probabilities = applyHead({ ...head, temperature }, values);
        expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(sum(probabilities)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('never changes the order of the classes with the temperature', () => {
    fc.assert(
      fc.property(features, temperature, (values, temperature) => {
        const plain = applyHead(head, values);
        const tempered = applyHead({ ...head, temperature }, values);
        const best = plain.indexOf(Math.max(...plain));
        expect(tempered[best]).toBe(Math.max(...tempered));
      }),
    );
  });

  it.each([NaN, Infinity])('has no answer for a feature that is %d', (value) => {
    expect(() => applyHead(head, Float32Array.of(value, 0))).toThrow(EngineError);
  });
});
