import { CIFAR10_INPUT } from '../../../src/config/cifar10';
import fc from 'fast-check';
import { IMAGE_SIDE, IMAGE_VALUES } from '../../../src/config/image-shape';
import type { Engine } from '../../../src/inference/engine';
import { withMirroredView } from '../../../src/inference/mirrored-view';
import { withMirrorImages } from '../../../src/onnx/mirror-images';

const images = (count: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: count * IMAGE_VALUES, maxLength: count * IMAGE_VALUES });

describe('mirror images', () => {
  it('follow the images, and mirrored again are these', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }).chain(images), (some) => {
        const both = withMirrorImages(some, IMAGE_SIDE);
        expect(both.subarray(0, some.length)).toEqual(some);
        const mirrored = both.subarray(some.length);
        expect(withMirrorImages(mirrored, IMAGE_SIDE).subarray(some.length)).toEqual(some);
      }),
      { numRuns: 20 },
    );
  });

  it('have left and right exchanged, and neither rows nor colours', () => {
    const image = new Uint8Array(IMAGE_VALUES);
    const at = (x: number, y: number, c: number): number => (y * IMAGE_SIDE + x) * 3 + c;
    image[at(4, 7, 1)] = 200;
    const mirrored = withMirrorImages(image, IMAGE_SIDE).subarray(IMAGE_VALUES);
    expect(mirrored[at(IMAGE_SIDE - 1 - 4, 7, 1)]).toBe(200);
    expect(mirrored.reduce((sum, value) => sum + value, 0)).toBe(200);
  });
});

describe('an engine with a mirrored view', () => {
  /** Two features: the red of the left-most and of the right-most pixel of the first row. */
  const engine: Engine = {
    name: 'corners',
    index: () => {
      throw new Error('not asked for');
    },
    open: () =>
      Promise.resolve({
        run: (batch) => {
          const count = batch.length / IMAGE_VALUES;
          const features = new Float32Array(2 * count);
          for (let i = 0; i < count; i++) {
            features[2 * i] = batch[i * IMAGE_VALUES]!;
            features[2 * i + 1] = batch[i * IMAGE_VALUES + (IMAGE_SIDE - 1) * 3]!;
          }
          return Promise.resolve(features);
        },
        release: () => Promise.resolve(),
      }),
  };

  it('gives each image the mean of both', async () => {
    const batch = new Uint8Array(2 * IMAGE_VALUES);
    batch[0] = 100;
    batch[IMAGE_VALUES + (IMAGE_SIDE - 1) * 3] = 30;
    const network = await withMirroredView(engine).open('any', CIFAR10_INPUT);
    expect([...(await network.run(batch))]).toEqual([50, 50, 15, 15]);
  });
});
