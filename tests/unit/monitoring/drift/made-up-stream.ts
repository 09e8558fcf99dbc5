import { softmaxRows } from '../../../../src/evaluation/calibration';
import { seededRandom } from '../../../../src/evaluation/random';
import type { ReferencePictures } from '../../../../src/monitoring/drift/build-reference';
import { certaintyOf } from '../../../../src/monitoring/drift/confidence-bins';
import type { SeenPicture } from '../../../../src/monitoring/drift/window-sums';

export const CLASSES = 4;
export const FEATURES = 12;
const PIXELS = 6;

/** How pictures differ from those that a version knows. */
export interface Difference {
  /** Added to each feature. */
  readonly features?: number;
  /** Added to each statistic of the pixels. */
  readonly pixels?: number;
  /** The only class there is. */
  readonly onlyClass?: number;
  /** Pictures lie so much nearer to each other: they are harder to tell apart. */
  readonly blur?: number;
}

/**
 * Pictures of four classes that overlap, as a version sees them that knows their distributions: its
 * probabilities are the true ones unless the pictures differ.
 */
export function madeUpPictures(
  count: number,
  seed: number,
  { features: shift = 0, pixels: pixelShift = 0, onlyClass, blur = 1 }: Difference = {},
): Required<Omit<ReferencePictures, 'covariance'>> & { readonly pixels: Float32Array } {
  const random = seededRandom(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const labels = new Uint8Array(count);
  const features = new Float32Array(count * FEATURES);
  const logits = new Float32Array(count * CLASSES);
  const pixels = new Float32Array(count * PIXELS);
  for (let i = 0; i < count; i++) {
    const label = onlyClass ?? random.below(CLASSES);
    labels[i] = label;
    for (let f = 0; f < FEATURES; f++) {
      // The first features tell the classes apart; the distributions are normal, of variance 1.
      const value = normal() + (f === label ? 2.5 * blur : 0) + shift;
      features[i * FEATURES + f] = value;
      if (f < CLASSES) logits[i * CLASSES + f] = 2.5 * value;
    }
    for (let p = 0; p < PIXELS; p++) pixels[i * PIXELS + p] = 0.5 + 0.1 * normal() + pixelShift;
  }
  return { features, labels, pixels, probabilities: softmaxRows(logits, CLASSES, 1) };
}

/** The same pictures, as they are summed one by one. */
export function* seenPictures({
  features,
  probabilities,
  pixels,
  labels,
}: ReturnType<typeof madeUpPictures>): Generator<SeenPicture & { readonly isRight: boolean }> {
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities.subarray(i * CLASSES, (i + 1) * CLASSES);
    const classIndex = row.indexOf(Math.max(...row));
    yield {
      classIndex,
      confidence: row[classIndex]!,
      certainty: certaintyOf(row),
      uncertain: false,
      features: features.subarray(i * FEATURES, (i + 1) * FEATURES),
      pixels: pixels.subarray(i * PIXELS, (i + 1) * PIXELS),
      isRight: classIndex === labels[i],
    };
  }
}
