import * as tf from '@tensorflow/tfjs';
import type { LabelledImages } from '../../dataset/labelled-images';
import type { Recipe } from '../recipe';
import {
  adoptWeights,
  finishedWhitening,
  runTrainingBatches,
  type FinishedWeights,
} from './adopt-weights';
import type { Network } from './network';
import { EPSILON } from './specification';

/** A finished version whose weights become a part of a network's. */
export interface AveragedWeights {
  readonly weights: FinishedWeights;
  /** Their share of the mean, 0-1. */
  readonly share: number;
}

/** Batches until the running statistics have forgotten what they were, and over which they are averaged. */
const FORGETTING = 8;
const MEASURED = 16;

/**
 * Gives a trained network the mean of its weights and of those of a finished version (model soups,
 * arXiv 2203.05482). Both must come of the same beginning, and not have gone too far: then there is
 * no worse ground between them, and the mean generalises better than either.
 *
 * Filters are averaged as they are folded, with outputs of variance 1: batch norm makes their length
 * meaningless. The statistics of the mean are measured anew.
 *
 * @throws {Error} when the version has another shape, or another first layer
 */
export function averageWeights(
  network: Network,
  { weights, share }: AveragedWeights,
  recipe: Recipe,
  training: LabelledImages,
): void {
  refuseOtherWhitening(network, weights);
  scaleFilters(network);
  const own = network.parameters.map(({ variable }) => Float32Array.from(variable.dataSync()));
  adoptWeights(network, weights, recipe, training);
  for (const [i, { variable }] of network.parameters.entries()) {
    tf.tidy(() => {
      const before = tf.tensor(own[i]!, variable.shape);
      variable.assign(before.mul(1 - share).add(variable.mul(share)));
    });
  }
  measureStatistics(network, recipe, training);
}

function refuseOtherWhitening(network: Network, weights: FinishedWeights): void {
  const other = finishedWhitening(weights);
  const shift = network.whiteningShift.variable.dataSync();
  const isSame =
    network.whitening.filter.every((value, i) => isNear(value, other.filter[i]!)) &&
    network.whitening.offset.every((value, i) => isNear(value + shift[i]!, other.offset[i]!));
  if (!isSame) {
    throw new Error(
      'the version to average with has another first layer: it does not come of the same beginning',
    );
  }
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-4;
}

/** Divides each filter by the standard deviation of its outputs; batch norm undoes it. */
function scaleFilters({ units }: Network): void {
  for (const { filter, running } of units) {
    tf.tidy(() => {
      const deviation = running.variance.add(EPSILON).sqrt();
      filter.variable.assign(filter.variable.div(deviation));
    });
  }
}

function measureStatistics(network: Network, recipe: Recipe, training: LabelledImages): void {
  const statistics = network.units.flatMap(({ running }) => [running.mean, running.variance]);
  const sums = statistics.map((variable) => new Float64Array(variable.size));
  let measured = 0;
  runTrainingBatches(network, recipe, training, FORGETTING + MEASURED, (batch) => {
    if (batch < FORGETTING) return;
    measured++;
    for (const [i, variable] of statistics.entries()) {
      for (const [channel, value] of variable.dataSync().entries()) sums[i]![channel]! += value;
    }
  });
  if (measured === 0) return; // of few images; what the last batches left is the best there is
  for (const [i, variable] of statistics.entries()) {
    const mean = Float32Array.from(sums[i]!, (sum) => sum / measured);
    tf.tidy(() => variable.assign(tf.tensor(mean, variable.shape)));
  }
}
