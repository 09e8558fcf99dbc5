import type { NetworkSpecification } from '../../src/training/network/specification';
import { seededRandom } from '../../src/evaluation/random';
import type { LabelledImages } from '../../src/dataset/labelled-images';

/** A network small enough to train within a test. */
export const TINY_NETWORK: NetworkSpecification = { name: 'tiny', widths: [8, 8, 8] };

const VALUES = 32 * 32 * 3;

/**
 * Images whose class can be learnt in a few steps: each class has its own colour, place of a
 * bright square, and noise.
 */
export function learnableImages(count: number, classes: number, seed = 1): LabelledImages {
  const random = seededRandom(seed);
  const images = new Uint8Array(count * VALUES);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const label = i % classes;
    labels[i] = label;
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const inSquare = Math.floor(y / 11) === label % 3 && Math.floor(x / 11) === label % 2;
        for (let c = 0; c < 3; c++) {
          const tint = c === label % 3 ? 70 : 30;
          images[i * VALUES + (y * 32 + x) * 3 + c] = random.below(90) + tint + (inSquare ? 90 : 0);
        }
      }
    }
  }
  return { images, labels };
}

/** uint8, [count, 32, 32, 3], noise */
export function noiseImages(count: number, seed = 1): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: count * VALUES }, () => random.below(256));
}
