import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { seededRandom, shuffledIndices } from '../../evaluation/random';
import type { Recipe } from '../recipe';
import { cutMix } from './cut-mix';
import { JpegLoss } from './jpeg-loss';

/** The images of one training step. */
export interface TrainingBatch {
  /** float32, [n, 32, 32, 3], 0-255, augmented */
  readonly images: Float32Array;
  /** [n]; of an image that was mixed of two, that of its larger part */
  readonly labels: Int32Array;
  /** [n]; of the smaller part */
  readonly otherLabels: Int32Array;
  /** float32, [n], 0.5-1: what `labels` say counts so much, and what `otherLabels` say the rest */
  readonly shares: Float32Array;
}

/**
 * One epoch of augmented batches: shuffled, translated with reflected borders, some with the
 * losses of a JPEG, with a square cut out or a part of another image put in, and flipped alternately
 * (arXiv 2404.00498, section 3.6): chance decides in epoch 0 which images are mirrored, and in
 * every later epoch each image appears the other way round than before.
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
  const { batchSize, translatePixels, cutoutPixels, cutMixShare, jpeg, seed } = recipe;
  const jpegLoss = new JpegLoss();
  const order = shuffledIndices(labels.length, seededRandom(seed, 1, epoch));
  const random = seededRandom(seed, 2, epoch);
  const randomOfMixing = seededRandom(seed, 5, epoch);
  for (let start = 0; start + batchSize <= order.length; start += batchSize) {
    const batch = {
      images: new Float32Array(batchSize * IMAGE_VALUES),
      labels: new Int32Array(batchSize),
      otherLabels: new Int32Array(batchSize),
      shares: new Float32Array(batchSize).fill(1),
    };
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
    batch.otherLabels.set(batch.labels);
    if (cutMixShare !== undefined) cutMix(batch, cutMixShare, randomOfMixing);
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
