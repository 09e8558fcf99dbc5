import * as tf from '@tensorflow/tfjs';
import { IMAGE_CHANNELS, IMAGE_SIDE } from '../config/image-shape';
import { ownValue } from '../config/named-values';
import type { TrainingBatch } from './augmentation/augmented-batches';
import type { PreparedBatch } from './batches/prepare-batches';
import type { Network } from './network/network';
import type { Optimizer } from './optimizer';
import type { Recipe } from './recipe';

/**
 * One step of training: forward, backward, update.
 *
 * @param step number of the step in the whole run, from 0
 * @returns the batch's mean loss, and how many of its images were classified correctly
 */
export function trainStep(
  network: Network,
  optimizer: Optimizer,
  recipe: Recipe,
  batch: PreparedBatch,
  step: number,
): { loss: number; correct: number } {
  return tf.tidy(() => {
    const { batchSize } = recipe;
    const images = tf.tensor4d(batch.images, [batchSize, IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS]);
    const labels = tf.tensor1d(batch.labels, 'int32');
    const targets = targetsOf(seenLabels(batch, network.classes), recipe, batch.answers);
    const trainable = optimizer.trainable(step);
    let correct = 0;
    const { value, grads } = tf.variableGrads(
      () => {
        const logits = network.forwardTraining(images);
        correct = tf.tidy(() => logits.argMax(1).equal(labels).sum().dataSync()[0]!);
        return tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(targets, logits);
      },
      trainable.map(({ variable }) => variable),
    );
    const byName = new Map(
      trainable.map(({ name, variable }) => [name, ownValue(grads, variable.name)!]),
    );
    optimizer.apply(byName, step);
    return { loss: value.dataSync()[0]!, correct };
  });
}

/** What is seen of each class: float32, [n, classes]. */
function seenLabels({ labels, otherLabels, shares }: TrainingBatch, classes: number): tf.Tensor {
  const share = tf.tensor2d(shares, [shares.length, 1]);
  const larger = tf.oneHot(tf.tensor1d(labels, 'int32'), classes).mul(share);
  const smaller = tf.oneHot(tf.tensor1d(otherLabels, 'int32'), classes).mul(tf.sub(1, share));
  return larger.add(smaller);
}

/**
 * The smoothed labels, or what lies between them and the teachers' answers. Teachers that learned
 * from smoothed labels give answers that are as soft: theirs are not smoothed again.
 */
function targetsOf(
  seen: tf.Tensor,
  { labelSmoothing, teachers }: Recipe,
  answers?: Float32Array,
): tf.Tensor {
  const classes = seen.shape[1]!;
  const smoothed = seen.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  if (teachers === undefined || answers === undefined) return smoothed;
  const taught = tf.tensor2d(answers, seen.shape as [number, number]);
  return smoothed.mul(1 - teachers.share).add(taught.mul(teachers.share));
}
