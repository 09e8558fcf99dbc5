import { seededRandom } from '../../../../src/evaluation/random';
import type { LabelledPictures } from '../../../../src/training/ridge/pictures';

/** Pictures of classes that lie around a point of their own, beside their mirror images. */
export function madeUpPictures(
  labels: readonly number[],
  {
    features = 12,
    classes = Math.max(...labels) + 1,
    spread = 0.5,
    seed = 1,
    hasMirrored = true,
  } = {},
): LabelledPictures {
  const points = Float64Array.from(
    { length: classes * features },
    numbersFrom(seededRandom(seed, 0).next),
  );
  const around = (view: number): Float32Array =>
    Float32Array.from(
      labels.flatMap((label, i) => {
        const noise = numbersFrom(seededRandom(seed, 1, i, view).next);
        return Array.from(
          { length: features },
          (_, f) => 3 + points[label * features + f]! + spread * noise(),
        );
      }),
    );
  return {
    ids: labels.map((_, i) => `picture-${String(i).padStart(4, '0')}`),
    labels,
    classes,
    plain: around(0),
    mirrored: hasMirrored ? around(1) : null,
    features,
    width: features,
  };
}

/** Some of the pictures, in the order given. */
export function someOf(pictures: LabelledPictures, chosen: readonly number[]): LabelledPictures {
  const { features, plain, mirrored } = pictures;
  const rows = (values: Float32Array): Float32Array =>
    Float32Array.from(
      chosen.flatMap((i) => [...values.subarray(i * features, (i + 1) * features)]),
    );
  return {
    ...pictures,
    ids: chosen.map((i) => pictures.ids[i]!),
    labels: chosen.map((i) => pictures.labels[i]!),
    plain: rows(plain),
    mirrored: mirrored && rows(mirrored),
  };
}

/** Roughly normal, of mean 0 and deviation 1. */
function numbersFrom(next: () => number): () => number {
  return () => Math.sqrt(4) * (next() + next() + next() - 1.5);
}
