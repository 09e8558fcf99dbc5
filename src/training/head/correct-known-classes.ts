import { accuracyOf } from '../../evaluation/accuracy';
import { headLogits } from '../../evaluation/head-logits';
import type { GraphFeatures, Head } from '../../registry/version';
import { choleskyOf } from '../../evaluation/cholesky';
import { baseSystem, meanScores } from './graph-statistics';
import type { HeadExamples } from './head-examples';
import { added, weightedSums } from './weighted-sums';

/** Shares of their full weight that samples are tried with, until the held-out images allow it. */
const STRENGTHS = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32];

/**
 * The trained head, corrected by samples of the classes that it knows; examples of other classes
 * are not looked at. Ridge regression on what it gets wrong: for the training images that is
 * nothing, by definition; they are there as their Gram matrix, and hold the head where it was.
 *
 * (α·X₀ᵀX₀ + XᵀWX + Λ)·Δ = XᵀW·(T − S): X₀ the training images, X the examples, W their weights, S
 * their scores by the trained head, T the scores that training images of their class have.
 *
 * Many samples of a kind that the training images have not would outweigh them: then all samples
 * count for less, down to where the held-out images lose no more than they may.
 *
 * @param weights of an example of each class
 * @param mostLost share of the held-out images, 0-1
 */
export function correctKnownClasses(
  graph: GraphFeatures,
  examples: HeadExamples,
  weights: Float64Array,
  mostLost: number,
): Omit<Head, 'temperature'> {
  const { features, classNames, headWeights, headBias } = graph;
  const classes = classNames.length;
  const trained = { features, classes, weights: headWeights, bias: headBias };
  const isKnown = (index: number): boolean => examples.labels[index]! < classes;
  if (![...examples.labels.keys()].some(isKnown)) return trained;

  const wanted = meanScores(graph);
  const scores = headLogits({ ...trained, temperature: 1 }, examples.features);
  const sums = weightedSums(
    examples,
    features,
    classes,
    (i) => (isKnown(i) ? weights[examples.labels[i]!]! : 0),
    (i, target) => {
      const label = examples.labels[i]!;
      for (let c = 0; c < classes; c++) {
        target[c] = wanted[label * classes + c]! - scores[i * classes + c]!;
      }
    },
  );
  const base = baseSystem(graph);
  const least = heldOutAccuracy(graph, trained) - mostLost;
  for (const strength of STRENGTHS) {
    const system = choleskyOf(added(base, sums.left, strength), features + 1);
    const change = system.solve(sums.right.map((value) => value * strength));
    const corrected = {
      ...trained,
      weights: headWeights.map((weight, i) => weight + change[i]!),
      bias: headBias.map((bias, c) => bias + change[features * classes + c]!),
    };
    // Shares of counts: what is exactly at the limit must not fail by a rounding.
    if (heldOutAccuracy(graph, corrected) >= least - Number.EPSILON) return corrected;
  }
  return trained;
}

function heldOutAccuracy(graph: GraphFeatures, head: Omit<Head, 'temperature'>): number {
  if (graph.heldOutLabels.length === 0) return 1;
  const logits = headLogits({ ...head, temperature: 1 }, graph.heldOutFeatures);
  return accuracyOf(logits, graph.heldOutLabels);
}
