import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { seededRandom, shuffledIndices } from '../random';
import type { Recipe } from '../recipe';
import { JpegLoss } from './jpeg-loss';

/** The images of one training step. */
export interface TrainingBatch {
  /** float32, [n, 32, 32, 3], 0-255, augmented */
  readonly images: Float32Array;
  /** [n] */
  readonly labels: Int32Array;
}

/**
 * One epoch of augmented batches: shuffled, translated with reflected borders, some with the
 * losses of a JPEG, with a square cut out, and flipped alternately (arXiv 2404.00498, section 3.6): chance decides in epoch 0 which images are
 * mirrored, and in every later epoch each image appears the other way round than before.
 *
 * The buffers of a batch are reused by the next one.
 *
 * @param images uint8, [n, 32, 32, 3]
 * @param labels [n]
 */
export function* augmentedBatches(
  images: Uint8Array,
  labels: Uint8Array,
  recipe: Recipe,
  epoch: number,
): Generator<TrainingBatch> {
  const { batchSize, translatePixels, cutoutPixels, jpeg, seed } = recipe;
  const jpegLoss = new JpegLoss();
  const order = shuffledIndices(labels.length, seededRandom(seed, 1, epoch));
  const random = seededRandom(seed, 2, epoch);
  const batch = {
    images: new Float32Array(batchSize * IMAGE_VALUES),
    labels: new Int32Array(batchSize),
  };
  for (let start = 0; start + batchSize <= order.length; start += batchSize) {
    for (let i = 0; i < batchSize; i++) {
      const index = order[start + i]!;
      const mirrored = (flippedAtFirst(seed, index) ? 1 : 0) !== epoch % 2;
      const shiftY = random.below(2 * translatePixels + 1) - translatePixels;
      const shiftX = random.below(2 * translatePixels + 1) - translatePixels;
      const source = images.subarray(index * IMAGE_VALUES, (index + 1) * IMAGE_VALUES);
      const target = batch.images.subarray(i * IMAGE_VALUES, (i + 1) * IMAGE_VALUES);
      translate(source, target, shiftY, shiftX, mirrored);
      if (jpeg !== undefined && random.next() < jpeg.share) {
        const [least, most] = jpeg.quality;
        jpegLoss.apply(target, least + random.below(most - least + 1));
      }
      if (cutoutPixels > 0) {
        const top = random.below(IMAGE_SIDE) - (cutoutPixels >> 1);
        const left = random.below(IMAGE_SIDE) - (cutoutPixels >> 1);
        cutOut(target, top, left, cutoutPixels);
      }
      batch.labels[i] = labels[index]!;
    }
    yield batch;
  }
}

function flippedAtFirst(seed: number, index: number): boolean {
  return seededRandom(seed, 3, index).next() < 0.5;
}

/** Moves an image by whole pixels, reflecting at the borders, and mirrors it if asked. */
function translate(
  source: Uint8Array,
  target: Float32Array,
  shiftY: number,
  shiftX: number,
  mirrored: boolean,
): void {
  let at = 0;
  for (let y = 0; y < IMAGE_SIDE; y++) {
    const row = reflect(y + shiftY) * IMAGE_SIDE;
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const column = reflect((mirrored ? IMAGE_SIDE - 1 - x : x) + shiftX);
      const from = (row + column) * IMAGE_CHANNELS;
      target[at++] = source[from]!;
      target[at++] = source[from + 1]!;
      target[at++] = source[from + 2]!;
    }
  }
}

/** Mean of CIFAR-10's training images, which the whitening turns to almost nothing. */
const GREY = [125.3, 123, 113.9] as const;

/** Greys a square, as far as it lies in the image. */
function cutOut(target: Float32Array, top: number, left: number, side: number): void {
  const [red, green, blue] = GREY;
  const right = Math.min(left + side, IMAGE_SIDE);
  const bottom = Math.min(top + side, IMAGE_SIDE);
  for (let y = Math.max(top, 0); y < bottom; y++) {
    for (let x = Math.max(left, 0); x < right; x++) {
      const at = (y * IMAGE_SIDE + x) * IMAGE_CHANNELS;
      target[at] = red;
      target[at + 1] = green;
      target[at + 2] = blue;
    }
  }
}

/** -1 → 1, 32 → 30: the border pixel itself is not repeated. */
function reflect(position: number): number {
  if (position < 0) return -position;
  return position < IMAGE_SIDE ? position : 2 * (IMAGE_SIDE - 1) - position;
}
