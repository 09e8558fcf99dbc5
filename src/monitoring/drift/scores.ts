import { kolmogorovSmirnovDistance, populationStabilityIndex } from './divergence';
import { squaredShift } from './mean-shift';
import type { DriftReference, Signal } from './reference';
import type { WindowFacts } from './window-sums';

/**
 * How unlike the reference a window is, by signal. Each score is a squared distance, divided by
 * 1/n + 1/N for n pictures of the window and N of the reference: what chance does to such distances
 * grows with it, so that scores of windows of different sizes mean the same. Pixels have none where
 * the reference has none.
 */
export type Scores = Readonly<Record<Exclude<Signal, 'pixels'>, number>> & {
  readonly pixels: number | null;
};

export function scoresOf(facts: WindowFacts, reference: DriftReference): Scores {
  const { knownFeatures, knownPixels } = reference;
  const chance = chanceOf(facts.pictures, reference.pictures);
  return {
    classes: populationStabilityIndex(facts.classes, reference.classMix) / chance,
    confidence: kolmogorovSmirnovDistance(facts.confidence, reference.confidence) ** 2 / chance,
    features: squaredShift(knownFeatures.whitening, facts.features, knownFeatures.mean) / chance,
    pixels:
      knownPixels &&
      squaredShift(knownPixels.whitening, facts.pixels, knownPixels.mean) /
        chanceOf(facts.pictures, reference.pixelPictures),
  };
}

/** The variance of the difference of two means over so many pictures, in units of one picture's. */
export function chanceOf(pictures: number, others: number): number {
  return 1 / pictures + 1 / others;
}
