import { samplePixels, UnreadableSampleError } from '../../dataset/samples/sample-pixels';
import { PIXEL_STATISTICS, pixelStatistics } from '../../imaging/pixel-statistics';
import { encodeReference } from '../../registry/reference-file';
import type { FittedRidgeHead } from '../ridge/fit-ridge-head';
import type { LabelledPictures } from '../ridge/pictures';
import type { HeadNetwork } from './feature-networks';
import type { SeenPicture } from './look-at-pictures';

/** So many pictures of 1280 features are 2.5 MB. */
const MOST_FEATURES = 500;
/** They are decoded once more, some milliseconds each. */
const MOST_PIXELS = 200;

/**
 * What the pictures that a head was fitted to look like, each as a head sees it that has not learned
 * from it. What the head has learned by heart would look like nothing that is to come.
 *
 * @param arranged the same pictures as `learned`, in the same order
 * @returns the bytes of `reference.safetensors`
 */
export async function describeReference(
  network: Pick<HeadNetwork, 'input'>,
  arranged: LabelledPictures,
  learned: readonly SeenPicture[],
  { leaveOneOut }: Pick<FittedRidgeHead, 'leaveOneOut'>,
): Promise<Uint8Array> {
  const { features: width, classes } = arranged;
  const told = spread(
    learned.map((_, i) => i).filter((i) => leaveOneOut.counts[i] === 1),
    MOST_FEATURES,
  );
  const features = new Float32Array(told.length * width);
  const logits = new Float32Array(told.length * classes);
  for (const [row, i] of told.entries()) {
    features.set(arranged.plain.subarray(i * width, (i + 1) * width), row * width);
    logits.set(leaveOneOut.logits.subarray(i * classes, (i + 1) * classes), row * classes);
  }
  const pixels: number[] = [];
  for (const i of spread(told, MOST_PIXELS)) {
    pixels.push(...(await statisticsOf(learned[i]!, network)));
  }
  const labels = Uint8Array.from(told, (i) => arranged.labels[i]!);
  return encodeReference(
    {
      // Nothing has no shape.
      judged: told.length === 0 ? undefined : { features, logits, labels },
      pixels: Float32Array.from(pixels),
    },
    PIXEL_STATISTICS.length,
  );
}

/** Nothing where the picture cannot be read any more: its features were kept from before. */
async function statisticsOf(
  { sample }: SeenPicture,
  { input }: Pick<HeadNetwork, 'input'>,
): Promise<Iterable<number>> {
  try {
    return pixelStatistics(await samplePixels(sample, input), input.width, input.height);
  } catch (error) {
    if (error instanceof UnreadableSampleError) return [];
    throw error;
  }
}

/** No more than so many of them, evenly apart. */
function spread(items: readonly number[], most: number): number[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(most, items.length) },
    (_, i) => items[Math.floor(i * step)]!,
  );
}
