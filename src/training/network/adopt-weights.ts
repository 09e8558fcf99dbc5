import * as tf from '@tensorflow/tfjs';
import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';
import type { LabelledImages } from '../../dataset/labelled-images';
import type { ModelVersion } from '../../registry/version';
import { readLayersModel } from '../../tensorflow/read-layers-model';
import { augmentedBatches } from '../augmentation/augmented-batches';
import type { Recipe } from '../recipe';
import { foldedName } from './fold';
import type { Network } from './network';
import { HEAD_SCALE } from './specification';
import type { Whitening } from './whitening';

/** The weights of a finished version by their name in its layers model, float32. */
export type FinishedWeights = ReadonlyMap<string, Float32Array>;

/**
 * Reads the weights that the graph of a version was trained to; a later head is not among them.
 *
 * @throws {TypeError} for a version whose network came from elsewhere
 */
export async function readFinishedWeights({
  tfjsFile,
  name,
}: Pick<ModelVersion, 'tfjsFile' | 'name'>): Promise<FinishedWeights> {
  if (tfjsFile === null) throw new TypeError(`the network of ${name} was not trained here`);
  const { weightData, weightSpecs } = await readLayersModel(tfjsFile);
  const tensors = tf.io.decodeWeights(weightData as ArrayBuffer, weightSpecs!);
  const weights = Object.entries(tensors).map(
    ([name, tensor]) => [name, Float32Array.from(tensor.dataSync())] as const,
  );
  tf.dispose(tensors);
  return new Map(weights);
}

/** The first layer as it was trained: its shift is part of the offset, so it needs no other. */
export function finishedWhitening(weights: FinishedWeights): Whitening {
  return {
    filter: take(weights, 'whitening/kernel'),
    offset: take(weights, 'whitening/bias'),
  };
}

/** By the statistics of so many batches the shifts are set. */
const BATCHES = 8;

/**
 * Gives a network, made with the finished whitening, the weights of a finished one. There batch
 * norms are folded into the convolutions before them: a folded convolution has outputs of variance
 * 1, and a mean that only images tell. It is measured a unit at a time, first to last, and what the
 * folded bias lacks of it becomes the unit's shift.
 *
 * @throws {Error} when the finished network has another shape
 */
export function adoptWeights(
  network: Network,
  weights: FinishedWeights,
  recipe: Recipe,
  training: LabelledImages,
): void {
  const { units, head } = network;
  assign(
    head.variable,
    // What was tapped for the features follows the rows that were trained.
    take(weights, 'head/kernel')
      .subarray(0, head.variable.size)
      .map((value) => value / HEAD_SCALE),
  );
  for (const unit of units) {
    assign(unit.filter.variable, take(weights, `${foldedName(unit)}/kernel`));
  }
  for (const unit of units) {
    runTrainingBatches(network, recipe, training, BATCHES);
    const means = unit.running.mean.dataSync();
    const biases = take(weights, `${foldedName(unit)}/bias`);
    assign(
      unit.shift.variable,
      biases.map((bias, i) => bias + means[i]!),
    );
  }
}

/**
 * Lets a network see the first batches of training, as many as there are, which updates its running
 * statistics and nothing else.
 *
 * @param count of batches, at most
 * @param onBatch told after each, from 0
 */
export function runTrainingBatches(
  network: Network,
  recipe: Recipe,
  { images, labels }: LabelledImages,
  count: number,
  onBatch?: (batch: number) => void,
): void {
  let batch = 0;
  for (const { images: augmented } of augmentedBatches(images, labels, recipe, 0)) {
    if (batch === count) return;
    tf.tidy(() => {
      network.forwardTraining(
        tf.tensor4d(augmented, [recipe.batchSize, IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS]),
      );
    });
    onBatch?.(batch);
    batch++;
  }
}

function take(weights: FinishedWeights, name: string): Float32Array {
  const found = weights.get(name);
  if (found === undefined) throw new Error(`the version to start from has no weights ${name}`);
  return found;
}

function assign(variable: tf.Variable, values: Float32Array): void {
  if (values.length !== variable.size) {
    throw new Error('the version to start from is of another network or has other classes');
  }
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}
