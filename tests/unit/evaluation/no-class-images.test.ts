import { noClassImages } from '../../../src/evaluation/no-class-images';
import { seededRandom } from '../../../src/evaluation/random';
import { noiseImages } from '../../support/networks';

const IMAGE = 32 * 32 * 3;

describe('images of no class', () => {
  const make = (seed: number): ReturnType<typeof noClassImages> => {
    const random = seededRandom(seed);
    return noClassImages(noiseImages(3), 4, () => random.next());
  };

  it('gives as many of each kind as were asked for, the same for the same seed', () => {
    const images = make(1);
    expect(Object.keys(images)).toEqual(['noise', 'textures', 'shapes', 'crops']);
    for (const [kind, pixels] of Object.entries(images)) {
      expect(pixels).toHaveLength(4 * IMAGE);
      expect(Buffer.compare(pixels, make(1)[kind as keyof typeof images])).toBe(0);
      expect(Buffer.compare(pixels, make(2)[kind as keyof typeof images])).not.toBe(0);
      expect(new Set(pixels).size).toBeGreaterThan(1);
    }
  });

  it('crops smoothly out of the known images: no colour that they lack', () => {
    const known = new Uint8Array(2 * IMAGE).fill(40);
    const { crops } = noClassImages(known, 2, seededRandom(3).next);
    expect(new Set(crops)).toEqual(new Set([40]));
  });
});
