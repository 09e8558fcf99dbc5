import { softmaxRows } from '../../evaluation/calibration';
import { headLogits } from '../../evaluation/head-logits';
import { PIXEL_STATISTICS } from '../../imaging/pixel-statistics';
import { readGraphFeatures } from '../../registry/graph-features-file';
import { readReference } from '../../registry/reference-file';
import type { GraphFeatures, ModelVersion } from '../../registry/version';
import { buildReference, LEAST_PICTURES } from './build-reference';
import type { DriftReference } from './reference';

/**
 * Sums up what a version says of the pictures that it was made for: those held out of the training of
 * its network, or those that its head was fitted to, each judged by a head that has not seen it.
 *
 * @returns a sentence where it does not say enough
 * @throws {BrokenVersionError} when a file of it is not what it should be
 */
export async function referenceOf(version: ModelVersion): Promise<DriftReference | string> {
  const { head } = version;
  const { judged, pixels = null } = await readReference(version, PIXEL_STATISTICS.length);
  if (judged !== undefined && judged.labels.length >= LEAST_PICTURES) {
    const { features, labels, logits } = judged;
    const probabilities = softmaxRows(logits, head.classes, head.temperature);
    return buildReference({ features, labels, probabilities, pixels });
  }
  if (judged !== undefined) {
    return `It was made of ${judged.labels.length} pictures, and what pictures look like can be said of ${LEAST_PICTURES} and more.`;
  }
  if (version.featuresFile === null) {
    return 'It does not say what its pictures look like: earlier releases did not note it, and a retraining now does.';
  }
  const graph = await readGraphFeatures(version);
  const logits = headLogits(head, graph.heldOutFeatures);
  return buildReference({
    features: graph.heldOutFeatures,
    labels: graph.heldOutLabels,
    probabilities: softmaxRows(logits, head.classes, head.temperature),
    pixels,
    covariance: covarianceOf(graph),
  });
}

/** The covariance of the features of the training images; float64, [features, features]. */
function covarianceOf({ gram, features }: GraphFeatures): Float64Array {
  const side = features + 1;
  const count = gram[features * side + features]!;
  const meanOf = (feature: number): number => gram[features * side + feature]! / count;
  const covariance = new Float64Array(features * features);
  for (let i = 0; i < features; i++) {
    for (let k = 0; k < features; k++) {
      covariance[i * features + k] = gram[i * side + k]! / count - meanOf(i) * meanOf(k);
    }
  }
  return covariance;
}
