import { readGraphFeatures } from '../../registry/graph-features-file';
import { sha256 } from '../../registry/sha256';
import { NoEvaluationDataError } from './errors';
import type { ImageSet } from './image-set';

/** The images held out when a version's graph was trained, whose features it ships. */
export function heldOutSet(): ImageSet {
  return {
    description: 'images held out of training, by the features that the version ships',
    unknownLabels: 'unusable',
    async featuresOf(version) {
      if (version.featuresFile === null) {
        throw new NoEvaluationDataError(
          `${version.name} ships no features of held-out images: its head was fitted to labelled pictures alone. Judge it on these.`,
        );
      }
      const graph = await readGraphFeatures(version);
      if (graph.heldOutLabels.length === 0) {
        throw new NoEvaluationDataError(`${version.name} ships no held-out features.`);
      }
      return {
        features: graph.heldOutFeatures,
        labels: Uint16Array.from(graph.heldOutLabels),
        labelNames: graph.classNames,
        // Two graphs trained on the same images held out the same ones: the rest of them.
        identity: [version.card.training.data_fingerprint, sha256(graph.heldOutLabels)].join(' '),
      };
    },
  };
}
