import { mayBeTaken } from '../../evaluation/gate';
import type { GraphFeatures, Head } from '../../registry/version';
import { addNewClasses } from './add-new-classes';
import { correctKnownClasses } from './correct-known-classes';
import { exampleWeights, type HeadExamples } from './head-examples';

/**
 * Fits a head to examples without forgetting, from what the graph's training left behind and from
 * nothing else. With no examples the result is exactly the trained head; the order of the examples
 * does not matter; and there is no trace of an example that is left out the next time.
 *
 * Samples of known classes correct the columns of these, samples of a new class make a column of
 * its own and leave the others alone: one regression of everything on everything makes known
 * classes lose more images among each other than the new class takes (measured by `npm run
 * bench:retrain`).
 *
 * @param classes of the head: those of the graph and new ones
 * @param maxLossOfAccuracy on the held-out images, 0-1, that the gate will let pass; corrections
 *   may use half of it, so that a successor has as much left
 * @returns the head without its temperature
 */
export function fitHead(
  graph: GraphFeatures,
  examples: HeadExamples,
  classes: number,
  maxLossOfAccuracy = 0.005,
): Omit<Head, 'temperature'> {
  const weights = exampleWeights(examples.labels, classes);
  const corrected = correctKnownClasses(graph, examples, weights, maxLossOfAccuracy / 2);
  const added = classes - graph.classNames.length;
  if (added === 0) return corrected;
  return addNewClasses(graph, corrected, examples, weights, mayBeTaken(added) / added);
}
