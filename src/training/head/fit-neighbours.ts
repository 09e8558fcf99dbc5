import { neighbourDistances } from '../../evaluation/neighbours';
import { strangeness, unitRows } from '../../registry/head-arithmetic';
import type { GraphFeatures, Neighbours } from '../../registry/version';
import { ACCEPTED_SHARE, NEIGHBOUR } from '../features/fit-rejection';
import { IMAGES_OF_KNOWN_CLASS } from './graph-statistics';
import { exampleWeights, VIEWS, type HeadExamples } from './head-examples';

/** References of one class. */
const MOST_OF_CLASS = 100;

/**
 * The references and the threshold of `uncertain` for a head with examples: the exemplars of the
 * graph and the examples, of each class a hundred at the most, the same ones every time. A class
 * of fewer examples than the neighbours that decide has them repeated, or whatever looks like it
 * would be judged by its distance to other classes.
 *
 * The threshold accepts a share of what is known: the held-out images of the graph, and examples
 * of new classes, each compared with all references but itself and its mirror image. They count
 * for what they count for in the head, so that one odd sample does not make everything certain.
 *
 * @param width how many of the features are compared
 * @param lengthDiscount that of the graph
 */
export function fitNeighbours(
  graph: GraphFeatures,
  examples: HeadExamples,
  width: number,
  lengthDiscount?: number,
): Neighbours {
  const { features, classNames } = graph;
  const base = unitRows(graph.exemplarFeatures, features, width);
  const rows = unitRows(examples.features, features, width);
  const chosen = chosenExamples(examples.labels);
  const references = concatenated(base, picked(rows, chosen, width));
  const count = references.length / width;
  const k = Math.min(NEIGHBOUR, count);

  const heldOut = unitRows(graph.heldOutFeatures, features, width);
  const scores = (
    distances: Float32Array,
    seen: Float32Array,
    rowAt: (i: number) => number,
  ): Float32Array =>
    distances.map((distance, i) =>
      strangeness(
        { width, lengthDiscount },
        distance,
        seen.subarray(rowAt(i) * features, (rowAt(i) + 1) * features),
      ),
    );
  const known = scores(
    neighbourDistances(references, heldOut, width, k),
    graph.heldOutFeatures,
    (i) => i,
  );
  const added = [...new Set(chosen)].filter((row) => examples.labels[row]! >= classNames.length);
  const firstAdded = base.length / width;
  const isSameSample = (query: number, reference: number): boolean =>
    reference >= firstAdded &&
    sampleOf(chosen[reference - firstAdded]!) === sampleOf(added[query]!);
  const own = scores(
    neighbourDistances(references, picked(rows, added, width), width, k, isSameSample),
    examples.features,
    (i) => added[i]!,
  );

  // Rows beyond the hundredth of a class speak through those that were chosen.
  const addedLabels = Uint16Array.from(added, (row) => examples.labels[row]!);
  const weights = exampleWeights(addedLabels, Math.max(0, ...addedLabels) + 1);
  const weightOfHeldOut = (IMAGES_OF_KNOWN_CLASS * classNames.length) / known.length;
  return {
    features: references,
    count,
    width,
    k,
    lengthDiscount,
    threshold: weightedPercentile(
      [
        ...Array.from(known, (distance) => ({ distance, weight: weightOfHeldOut })),
        ...Array.from(own, (distance, i) => ({ distance, weight: weights[addedLabels[i]!]! })),
      ],
      ACCEPTED_SHARE,
    ),
  };
}

/** An image and its mirror image are of one sample. */
function sampleOf(row: number): number {
  return Math.floor(row / VIEWS);
}

/** The first hundred rows of each class; of a small class all, until there are enough of them. */
function chosenExamples(labels: Uint16Array): number[] {
  const ofClass = new Map<number, number[]>();
  for (const [row, label] of labels.entries()) {
    const rows = ofClass.get(label) ?? [];
    if (rows.length < MOST_OF_CLASS) rows.push(row);
    ofClass.set(label, rows);
  }
  return [...ofClass.values()].flatMap((rows) =>
    Array.from({ length: Math.ceil(NEIGHBOUR / rows.length) }, () => rows).flat(),
  );
}

function picked(values: Float32Array, rows: readonly number[], width: number): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    chosen.set(values.subarray(row * width, (row + 1) * width), i * width);
  }
  return chosen;
}

function concatenated(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** The smallest distance that no more than the rest of the weight exceeds. */
function weightedPercentile(
  values: readonly { readonly distance: number; readonly weight: number }[],
  share: number,
): number {
  const sorted = values.toSorted((a, b) => a.distance - b.distance);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  for (const { distance, weight } of sorted) {
    reached += weight;
    // A sum of many weights is not exact.
    if (reached >= share * total * (1 - 1e-9)) return distance;
  }
  return sorted.at(-1)?.distance ?? 0;
}
