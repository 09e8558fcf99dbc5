import { IMAGE_VALUES } from '../config/image-shape';
import { seededRandom, shuffledIndices } from '../evaluation/random';
import type { LabelledImages } from '../dataset/labelled-images';

/** Of no run's: one that goes on from a version must not validate with what that one has learned. */
const SEED = 1;

/**
 * Sets some images apart for validation, chosen by chance but the same ones whenever so many are set
 * apart of the same images.
 *
 * @param count images to set apart, less than all of them
 */
export function splitValidation(
  all: LabelledImages,
  count: number,
): { training: LabelledImages; validation: LabelledImages } {
  if (count >= all.labels.length) {
    throw new RangeError(
      `cannot set ${count} of ${all.labels.length} images apart for validation: set fewer apart`,
    );
  }
  const order = shuffledIndices(all.labels.length, seededRandom(SEED, 4));
  return {
    validation: pick(all, order.subarray(0, count).sort()),
    training: pick(all, order.subarray(count).sort()),
  };
}

function pick({ images, labels }: LabelledImages, indices: Uint32Array): LabelledImages {
  const picked = {
    images: new Uint8Array(indices.length * IMAGE_VALUES),
    labels: new Uint8Array(indices.length),
  };
  for (const [i, index] of indices.entries()) {
    const image = images.subarray(index * IMAGE_VALUES, (index + 1) * IMAGE_VALUES);
    picked.images.set(image, i * IMAGE_VALUES);
    picked.labels[i] = labels[index]!;
  }
  return picked;
}
