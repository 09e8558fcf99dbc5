import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import type { Random } from '../../evaluation/random';
import type { TrainingBatch } from './augmented-batches';

/**
 * CutMix (arXiv 1905.04899): a part of an image is replaced by the same part of another image of
 * the batch. The part is a rectangle of the image's shape, of any size, about any point, as far as
 * it lies in the image; labels count as much as is seen of their images.
 *
 * @param batch changed in place: images are mixed as they are on entry
 * @param share of the images that take a part of another one, 0-1
 */
export function cutMix(batch: TrainingBatch, share: number, random: Random): void {
  const count = batch.labels.length;
  const images = batch.images.slice();
  const labels = batch.labels.slice();
  for (let i = 0; i < count; i++) {
    if (random.next() >= share) continue;
    const other = random.below(count);
    const half = (IMAGE_SIDE * Math.sqrt(random.next())) / 2;
    const [top, bottom] = span(random.below(IMAGE_SIDE), half);
    const [left, right] = span(random.below(IMAGE_SIDE), half);
    for (let y = top; y < bottom; y++) {
      const from = (y * IMAGE_SIDE + left) * IMAGE_CHANNELS;
      const to = (y * IMAGE_SIDE + right) * IMAGE_CHANNELS;
      batch.images.set(
        images.subarray(other * IMAGE_VALUES + from, other * IMAGE_VALUES + to),
        i * IMAGE_VALUES + from,
      );
    }
    const taken = ((bottom - top) * (right - left)) / (IMAGE_SIDE * IMAGE_SIDE);
    const mostlyOther = taken > 0.5;
    batch.labels[i] = labels[mostlyOther ? other : i]!;
    batch.otherLabels[i] = labels[mostlyOther ? i : other]!;
    batch.shares[i] = mostlyOther ? taken : 1 - taken;
  }
}

/** Whole pixels within `half` of a point, as far as they are in the image. */
function span(centre: number, half: number): [start: number, end: number] {
  return [Math.max(0, Math.round(centre - half)), Math.min(IMAGE_SIDE, Math.round(centre + half))];
}
