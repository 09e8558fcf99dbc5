import sharp from 'sharp';
import { augmentedBatches } from '../../../src/training/augmentation/augmented-batches';
import { JpegLoss } from '../../../src/training/augmentation/jpeg-loss';
import { RECIPES } from '../../../src/training/recipe';
import { drawing } from '../../support/images';

const VALUES = 32 * 32 * 3;

async function pixels(seed: number): Promise<Uint8Array> {
  return drawing({ seed, width: 32, height: 32 }).removeAlpha().raw().toBuffer();
}

async function throughSharp(image: Uint8Array, quality: number): Promise<Uint8Array> {
  const file = await sharp(image, { raw: { width: 32, height: 32, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return sharp(file).raw().toBuffer();
}

function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

describe('the losses of a JPEG', () => {
  it.each([30, 65, 75, 90])(
    'are those of libjpeg at quality %i, but for rounding',
    async (quality) => {
      const loss = new JpegLoss();
      for (let seed = 0; seed < 8; seed++) {
        const original = await pixels(seed);
        const lossy = Float32Array.from(original);
        loss.apply(lossy, quality);
        const expected = await throughSharp(original, quality);
        expect(meanDifference(lossy, expected)).toBeLessThan(
          meanDifference(original, expected) / 3,
        );
        expect(lossy.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(
          true,
        );
      }
    },
  );

  it('leave a grey picture as it is', () => {
    const image = new Float32Array(VALUES).fill(128);
    new JpegLoss().apply(image, 75);
    expect(new Set(image)).toEqual(new Set([128]));
  });

  it('meet the share of the images that the recipe names, the same ones each time', async () => {
    const count = 40;
    const images = new Uint8Array(count * VALUES);
    for (let i = 0; i < count; i++) images.set(await pixels(i), i * VALUES);
    const labels = Uint8Array.from({ length: count }, (_, i) => i);
    const recipe = { ...RECIPES.short, batchSize: count, translatePixels: 0 };
    const epoch = (share: number): Float32Array => {
      const changed = { ...recipe, jpeg: { share, quality: [75, 75] as const } };
      const [batch] = augmentedBatches(images, labels, changed, 0);
      return batch!.images;
    };
    const touched = (batch: Float32Array, plain: Float32Array): number =>
      Array.from({ length: count }, (_, i) => i * VALUES).filter(
        (at) => !batch.subarray(at, at + VALUES).every((value, k) => value === plain[at + k]),
      ).length;
    const plain = epoch(0);
    expect(touched(epoch(1), plain)).toBe(count);
    expect(touched(epoch(0.5), plain)).toBeGreaterThan(count / 4);
    expect(touched(epoch(0.5), plain)).toBeLessThan((3 * count) / 4);
    expect(epoch(0.5)).toEqual(epoch(0.5));
  });
});
