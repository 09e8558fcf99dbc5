import type { Metrics } from '../registry/card';
import { argMax } from './accuracy';

type Bin = Metrics['calibration']['bins'][number];

const BINS = 15;

/**
 * Images by the confidence of their prediction, in 15 bins of equal width: how sure the network
 * was on average, and how often it was right. A bin without images has its middle as confidence.
 *
 * @param probabilities float32, [n, classes], row-major
 * @param labels [n]
 */
export function reliabilityBins(
  probabilities: Float32Array,
  labels: Uint8Array | Uint16Array,
): Bin[] {
  const classes = probabilities.length / labels.length;
  const sums = Array.from({ length: BINS }, () => ({ confidence: 0, correct: 0, images: 0 }));
  for (const [i, label] of labels.entries()) {
    const predicted = argMax(probabilities, i * classes, classes);
    const confidence = Math.min(1, probabilities[i * classes + predicted]!);
    // A bin holds its upper edge, as in Guo et al. 2017, equation 2.
    const bin = sums[Math.max(0, Math.ceil(confidence * BINS) - 1)]!;
    bin.confidence += confidence;
    bin.correct += predicted === label ? 1 : 0;
    bin.images++;
  }
  return sums.map(({ confidence, correct, images }, i) =>
    images === 0
      ? { confidence: (i + 0.5) / BINS, accuracy: 0, images }
      : { confidence: confidence / images, accuracy: correct / images, images },
  );
}

/**
 * Expected calibration error, 0-1: how far confidence and accuracy lie apart, averaged over the
 * images (Naeini et al. 2015; Guo et al. 2017, arXiv 1706.04599, equation 5).
 */
export function expectedCalibrationError(bins: readonly Bin[]): number {
  const images = bins.reduce((sum, bin) => sum + bin.images, 0);
  return bins.reduce(
    (sum, bin) => sum + (bin.images / images) * Math.abs(bin.accuracy - bin.confidence),
    0,
  );
}
