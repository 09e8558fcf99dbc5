import { neighbourDistances } from '../../evaluation/neighbours';
import { unitRows } from '../../registry/head-arithmetic';
import { noClassImages } from '../../evaluation/no-class-images';
import { percentile } from '../../evaluation/order-statistics';
import { aucOf, rocCurve } from '../../evaluation/roc';
import type { ModelCard } from '../../registry/card';
import type { GraphFeatures, Neighbours } from '../../registry/version';
import type { FoldedModel } from '../network/folded-model';
import { seededRandom } from '../random';

/** Neighbours that decide. */
export const NEIGHBOUR = 5;
/** Share of held-out images that shall not be called uncertain. */
export const ACCEPTED_SHARE = 0.95;
const IMAGES_OF_EACH_KIND = 500;
const BATCH = 100;
const SEED = 6;

export interface Rejection {
  readonly neighbours: Neighbours;
  readonly report: ModelCard['rejection'];
}

/**
 * Finds from which distance on an image is `uncertain`, and measures on images of no class how
 * well the distance tells them apart.
 *
 * @param width how many of the features are compared: those of the last layer
 * @param heldOut uint8, [n, 32, 32, 3], in the order of the held-out features
 */
export async function fitRejection(
  model: FoldedModel,
  graph: GraphFeatures,
  width: number,
  heldOut: Uint8Array,
): Promise<Rejection> {
  const references = unitRows(graph.exemplarFeatures, graph.features, width);
  const k = Math.min(NEIGHBOUR, graph.exemplarLabels.length);
  const distancesOf = (features: Float32Array): Float32Array =>
    neighbourDistances(references, unitRows(features, graph.features, width), width, k);

  const known = distancesOf(graph.heldOutFeatures);
  const threshold = percentile(known, ACCEPTED_SHARE);
  const random = seededRandom(SEED);
  const auroc = new Map<string, number>();
  const kinds = noClassImages(heldOut, IMAGES_OF_EACH_KIND, () => random.next());
  for (const [kind, images] of Object.entries(kinds)) {
    const { features } = await model.predict(images, BATCH);
    auroc.set(kind, separation(known, distancesOf(features)));
  }
  return {
    neighbours: {
      features: references,
      count: references.length / width,
      width,
      k,
      threshold,
    },
    report: { k, threshold, percentile: ACCEPTED_SHARE, auroc: Object.fromEntries(auroc) },
  };
}

/** Area under the ROC curve of telling the second kind by its larger distances. */
function separation(known: Float32Array, unknown: Float32Array): number {
  const distances = Float32Array.of(...known, ...unknown);
  const isUnknown = Uint8Array.from(distances, (_, i) => (i < known.length ? 0 : 1));
  return aucOf(rocCurve(distances, isUnknown, 1));
}
