import { argMax } from '../../evaluation/accuracy';
import { headLogits } from '../../evaluation/head-logits';
import { percentile } from '../../evaluation/order-statistics';
import type { GraphFeatures, Head } from '../../registry/version';
import { choleskyOf, type Cholesky } from '../../evaluation/cholesky';
import { baseSystem, meanFeatures, scoreLevels } from './graph-statistics';
import { VIEWS, type HeadExamples } from './head-examples';
import { dot, scoreUnseen } from './leave-one-out';
import { added, weightedSums } from './weighted-sums';

/** From so many samples on, a class may take all the images that are allowed; fewer earn a share. */
const SAMPLES_TO_TRUST = 10;
/** A class is far enough up when it wins this share of its own samples, each unseen. */
const ENOUGH_WON = 0.95;
/** Few samples give a column that hardly moves; it is not stretched further than this. */
const MOST_STRETCH = 8;
/** Samples of a class that are left out one by one. */
const MOST_LEFT_OUT = 100;

type Untempered = Omit<Head, 'temperature'>;

/**
 * A head with columns for new classes beside those it has, which stay as they are.
 *
 * A column is a ridge regression on the training images, as their Gram matrix, and all examples:
 * it is to score its own images as known classes score theirs, and any other image as they score
 * others'. So much alone leaves few samples without a chance against the columns of known classes,
 * and many with more than their due. So the column is stretched until the mean of its own images
 * scores what it should, and raised until it wins its own samples, each as if it had not been
 * there; but never so far that it takes more of the held-out images than it may.
 *
 * @param head of the known classes
 * @param weights of an example of each class, the new ones included
 * @param mostTaken share of the held-out images, 0-1, that each new class may take
 */
export function addNewClasses(
  graph: GraphFeatures,
  head: Untempered,
  examples: HeadExamples,
  weights: Float64Array,
  mostTaken: number,
): Untempered {
  const { features } = graph;
  const added = weights.length - head.classes;
  if (added === 0) return head;
  const system = systemOf(graph, examples, weights);
  const columns = Array.from({ length: added }, (_, i) =>
    columnOf(head.classes + i, graph, examples, weights, system),
  );
  let widened = head;
  for (const [i, column] of columns.entries()) {
    const raise = raiseOf(head.classes + i, column, graph, widened, examples, mostTaken);
    const values = column.values.slice();
    values[features]! += raise;
    widened = withColumn(widened, values);
  }
  return widened;
}

interface Column {
  /** float64, [features + 1] */
  readonly values: Float64Array;
  /** What each of some own samples, as it is, would score if it had not been there. */
  readonly unseen: ReadonlyMap<number, number>;
}

function systemOf(
  graph: GraphFeatures,
  examples: HeadExamples,
  weights: Float64Array,
): { readonly cholesky: Cholesky; readonly right: Float64Array } {
  const classes = weights.length;
  const { right: own, wrong } = scoreLevels(graph);
  const sums = weightedSums(
    examples,
    graph.features,
    classes,
    (i) => weights[examples.labels[i]!]!,
    (i, target) => {
      // Relative to a column that scores `wrong` for whatever it sees.
      target.fill(0);
      target[examples.labels[i]!] = own - wrong;
    },
  );
  const cholesky = choleskyOf(added(baseSystem(graph), sums.left), graph.features + 1);
  return { cholesky, right: cholesky.solve(sums.right) };
}

function columnOf(
  label: number,
  graph: GraphFeatures,
  examples: HeadExamples,
  weights: Float64Array,
  system: ReturnType<typeof systemOf>,
): Column {
  const rows = graph.features + 1;
  const classes = weights.length;
  const levels = scoreLevels(graph);
  const column = Float64Array.from(
    { length: rows },
    (_, row) => system.right[row * classes + label]!,
  );
  const own = ownSamples(examples.labels, label);
  const base = dot(column, meanFeatures(graph));
  const scores = own.flatMap((at) => [
    dot(column, rowOf(examples, graph.features, at)),
    dot(column, rowOf(examples, graph.features, at + 1)),
  ]);
  const reached = scores.reduce((sum, score) => sum + score / scores.length, 0) - base;
  const wanted = levels.right - levels.wrong;
  const stretch = Math.min(MOST_STRETCH, wanted / Math.max(reached, wanted / MOST_STRETCH));
  const stretched = (score: number): number => levels.wrong + stretch * (score - base);

  const unseen = new Map<number, number>();
  for (const at of own.slice(0, MOST_LEFT_OUT)) {
    const views = [0, 1].map((view) => rowOf(examples, graph.features, at + view));
    const score = scoreUnseen(views, column, wanted, weights[label]!, system.cholesky);
    unseen.set(at, stretched(score));
  }
  const values = column.map((value) => stretch * value);
  values[graph.features]! += levels.wrong - stretch * base;
  return { values, unseen };
}

/** By how much a column is raised for its own samples, or lowered for the held-out images. */
function raiseOf(
  label: number,
  { values, unseen }: Column,
  graph: GraphFeatures,
  head: Untempered,
  examples: HeadExamples,
  mostTaken: number,
): number {
  const { features } = graph;
  const best = (logits: Float32Array, i: number): number =>
    logits[i * head.classes + argMax(logits, i * head.classes, head.classes)]!;

  const samples = [...unseen.keys()];
  const rows = new Float32Array(samples.length * features);
  for (const [i, at] of samples.entries()) {
    rows.set(examples.features.subarray(at * features, (at + 1) * features), i * features);
  }
  const sampleLogits = headLogits({ ...head, temperature: 1 }, rows);
  const needed = percentile(
    Float64Array.from(samples, (at, i) => best(sampleLogits, i) - unseen.get(at)!),
    ENOUGH_WON,
  );

  const logits = headLogits({ ...head, temperature: 1 }, graph.heldOutFeatures);
  const margins: number[] = [];
  const x = new Float64Array(features + 1).fill(1);
  for (const [i, heldOut] of graph.heldOutLabels.entries()) {
    if (argMax(logits, i * head.classes, head.classes) !== heldOut) continue;
    x.set(graph.heldOutFeatures.subarray(i * features, (i + 1) * features));
    margins.push(best(logits, i) - dot(values, x));
  }
  const count = ownSamples(examples.labels, label).length;
  const share = mostTaken * Math.min(1, count / SAMPLES_TO_TRUST);
  const allowed = raiseThatTakes(Math.floor(share * graph.heldOutLabels.length), margins);
  return Math.min(Math.max(0, needed + SMALL), allowed);
}

/** Enough to win a tie, after rounding to single precision. */
const SMALL = 1e-3;

/** The raise with which a column wins just so many of the images that it has these margins to. */
function raiseThatTakes(count: number, margins: readonly number[]): number {
  const sorted = Float64Array.from(margins).sort();
  const next = sorted[count];
  if (next === undefined) return Infinity;
  const last = sorted[count - 1];
  // Halfway between two images, so that no rounding decides about either.
  return last === undefined ? next - SMALL : (last + next) / 2;
}

function withColumn(head: Untempered, column: Float64Array): Untempered {
  const { features, classes } = head;
  const weights = new Float32Array(features * (classes + 1));
  for (let f = 0; f < features; f++) {
    weights.set(head.weights.subarray(f * classes, (f + 1) * classes), f * (classes + 1));
    weights[f * (classes + 1) + classes] = column[f]!;
  }
  const bias = Float32Array.of(...head.bias, column[features]!);
  return { features, classes: classes + 1, weights, bias };
}

/** Rows of the samples of a class as they are; the next row is the mirror image. */
function ownSamples(labels: Uint16Array, label: number): number[] {
  const rows: number[] = [];
  for (let at = 0; at < labels.length; at += VIEWS) {
    if (labels[at] === label) rows.push(at);
  }
  return rows;
}

/** An example with 1 appended. */
function rowOf(examples: HeadExamples, features: number, at: number): Float64Array {
  const row = new Float64Array(features + 1).fill(1);
  row.set(examples.features.subarray(at * features, (at + 1) * features));
  return row;
}
