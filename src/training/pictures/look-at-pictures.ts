import { samplePixels, UnreadableSampleError } from '../../dataset/samples/sample-pixels';
import type { FeatureCache, PictureFeatures } from '../../store/features/feature-cache';
import { pictureFeatures, type FeatureNetwork } from '../features/picture-features';
import type { LabelledPictures } from '../ridge/pictures';
import type { ChosenPictures, LabelledPicture } from './chosen-pictures';
import type { HeadNetwork } from './feature-networks';

/** A picture as a network sees it. */
export interface SeenPicture extends LabelledPicture {
  readonly features: PictureFeatures;
}

/** The pictures that could be read. */
export interface SeenPictures extends ChosenPictures {
  readonly learned: readonly SeenPicture[];
  readonly heldOut: readonly SeenPicture[];
}

export interface LookOptions {
  readonly cache: Pick<FeatureCache, 'get' | 'put'>;
  readonly signal?: AbortSignal | undefined;
  /** Is told of each picture that cannot be decoded any more, and is left out. */
  readonly onUnreadable?: ((error: UnreadableSampleError) => void) | undefined;
}

/**
 * Shows pictures to a network.
 *
 * @returns those that can be read
 */
export async function seenBy(
  network: FeatureNetwork,
  pictures: readonly LabelledPicture[],
  { cache, signal, onUnreadable }: LookOptions,
  onProgress: (done: number) => void = () => undefined,
): Promise<SeenPicture[]> {
  const decodable = pictures.map(({ sample }) => ({
    id: sample.id,
    async decode(input: FeatureNetwork['input']) {
      try {
        return await samplePixels(sample, input);
      } catch (error) {
        if (!(error instanceof UnreadableSampleError)) throw error;
        onUnreadable?.(error);
        return undefined;
      }
    },
  }));
  const seen = await pictureFeatures(network, decodable, cache, onProgress, signal);
  return pictures.flatMap((picture, i) => {
    const features = seen[i];
    return features === undefined ? [] : [{ ...picture, features }];
  });
}

/** Pictures to learn from, ready for a head. */
export function arrange(
  { learned, classNames }: Pick<SeenPictures, 'learned' | 'classNames'>,
  { features, pooled }: Pick<HeadNetwork, 'features' | 'pooled'>,
): LabelledPictures {
  return {
    ids: learned.map(({ sample }) => sample.id),
    labels: learned.map(({ label }) => label),
    classes: classNames.length,
    plain: joined(learned),
    mirrored: joined(learned, 'mirrored'),
    features,
    width: pooled,
  };
}

/** Features of pictures in rows: float32, [n, features]. */
export function joined(
  pictures: readonly SeenPicture[],
  view: keyof PictureFeatures = 'plain',
): Float32Array {
  const width = pictures[0]?.features[view].length ?? 0;
  const rows = new Float32Array(pictures.length * width);
  for (const [i, { features }] of pictures.entries()) rows.set(features[view], i * width);
  return rows;
}
