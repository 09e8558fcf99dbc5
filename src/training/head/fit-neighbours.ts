import { neighbourDistances, unitRows } from '../../evaluation/neighbours';
import { percentile } from '../../evaluation/order-statistics';
import type { GraphFeatures, Neighbours } from '../../registry/version';
import { ACCEPTED_SHARE, NEIGHBOUR } from '../features/fit-rejection';
import type { HeadExamples } from './fit-head';

/** References of one class. */
const MOST_OF_CLASS = 100;

/**
 * The references and the threshold of `uncertain` for a head with new examples: the exemplars of
 * the graph and the examples, of each class a hundred at the most, the same ones every time.
 *
 * The threshold accepts the same share of each class: of the graph's by their held-out images, of
 * a new one by its own examples, each compared with all references but itself and its mirror image.
 *
 * @param width how many of the features are compared
 * @param examples images and their mirror images, one after the other
 */
export function fitNeighbours(
  graph: GraphFeatures,
  examples: HeadExamples,
  width: number,
): Neighbours {
  const { features, classNames } = graph;
  const base = unitRows(graph.exemplarFeatures, features, width);
  const added = unitRows(examples.features, features, width);
  const chosen = chosenExamples(examples.labels);
  const references = new Float32Array(base.length + chosen.length * width);
  references.set(base);
  for (const [i, row] of chosen.entries()) {
    references.set(added.subarray(row * width, (row + 1) * width), base.length + i * width);
  }
  const count = references.length / width;
  const k = Math.min(NEIGHBOUR, count);

  const known = unitRows(graph.heldOutFeatures, features, width);
  const distances = [...neighbourDistances(references, known, width, k)];
  const perClass = Math.ceil(distances.length / classNames.length);
  for (const rows of rowsOfNewClasses(examples.labels, classNames.length)) {
    const queries = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) {
      queries.set(added.subarray(row * width, (row + 1) * width), i * width);
    }
    const firstReference = base.length / width;
    const isSame = (query: number, reference: number): boolean =>
      reference >= firstReference && chosen[reference - firstReference]! >> 1 === rows[query]! >> 1;
    const own = neighbourDistances(references, queries, width, k, isSame);
    // Few images speak for their class as loudly as the held-out images of another.
    for (let i = 0; i < perClass; i++) distances.push(own[i % own.length]!);
  }
  return {
    features: references,
    count,
    width,
    k,
    threshold: percentile(Float64Array.from(distances), ACCEPTED_SHARE),
  };
}

/** The first hundred rows of each class. */
function chosenExamples(labels: Uint16Array): number[] {
  const taken = new Map<number, number>();
  return [...labels.keys()].filter((row) => {
    const count = taken.get(labels[row]!) ?? 0;
    taken.set(labels[row]!, count + 1);
    return count < MOST_OF_CLASS;
  });
}

function rowsOfNewClasses(labels: Uint16Array, known: number): number[][] {
  const rows = new Map<number, number[]>();
  for (const [row, label] of labels.entries()) {
    if (label < known) continue;
    const group = rows.get(label);
    if (group === undefined) rows.set(label, [row]);
    else group.push(row);
  }
  return [...rows.values()];
}
