import * as tf from '@tensorflow/tfjs';
import { seededRandom, shuffledIndices } from '../../src/evaluation/random';
import type { LabelledPictures } from '../../src/training/ridge/pictures';

/** What Teachable Machine's page trains with, unless its user changes it. */
const HIDDEN_UNITS = 100;
const EPOCHS = 50;
const BATCH = 16;
const LEARNING_RATE = 0.001;

/** A trained head; rows of features are float32, [n, features]. */
export interface TeachableMachineHead {
  /** float32, [n, 100]: what the hidden layer makes of them */
  readonly hiddenOf: (rows: Float32Array) => Float32Array;
  /** float32, [n, classes] */
  readonly logitsOf: (rows: Float32Array) => Float32Array;
  /** float32, [100, classes]: of the last layer */
  readonly weights: Float32Array;
}

/**
 * Trains Teachable Machine's head: Dense 100 with relu, then Dense with softmax and no constant, by
 * Adam (`teachablemachine-community`, libraries/image/src/teachable-mobilenet.ts). It is given all
 * pictures, where the page keeps 15% of each class to itself: that makes it the better.
 *
 */
export function trainTeachableMachineHead(
  { plain, features, labels, classes }: LabelledPictures,
  seed: number,
): TeachableMachineHead {
  const variable = (layer: number, shape: [number, number]): tf.Variable<tf.Rank.R2> =>
    tf.tidy(() =>
      tf.variable(
        tf.initializers.varianceScaling({ seed: 2 * seed + layer }).apply(shape) as tf.Tensor2D,
      ),
    );
  const hiddenWeights = variable(1, [features, HIDDEN_UNITS]);
  const hiddenBias = tf.variable(tf.zeros([HIDDEN_UNITS]));
  const weights = variable(2, [HIDDEN_UNITS, classes]);
  const hiddenOf = (x: tf.Tensor2D): tf.Tensor2D =>
    tf.relu(tf.add(tf.matMul(x, hiddenWeights), hiddenBias));
  const logitsOf = (x: tf.Tensor2D): tf.Tensor2D => tf.matMul(hiddenOf(x), weights);

  const count = plain.length / features;
  const x = tf.tensor2d(plain, [count, features]);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(Array.from(labels), 'int32'), classes));
  const optimizer = tf.train.adam(LEARNING_RATE);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = shuffledIndices(count, seededRandom(seed, epoch));
    for (let start = 0; start < count; start += BATCH) {
      tf.tidy(() => {
        const batch = tf.tensor1d([...order.subarray(start, start + BATCH)], 'int32');
        optimizer.minimize(
          () =>
            tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(
              y.gather(batch),
              logitsOf(x.gather(batch)),
            ),
          false,
          [hiddenWeights, hiddenBias, weights],
        );
      });
    }
  }
  tf.dispose([x, y]);
  optimizer.dispose();
  const of =
    (layer: typeof hiddenOf) =>
    (rows: Float32Array): Float32Array =>
      tf.tidy(() => {
        const given = tf.tensor2d(rows, [rows.length / features, features]);
        return layer(given).dataSync() as Float32Array;
      });
  return {
    hiddenOf: of(hiddenOf),
    logitsOf: of(logitsOf),
    weights: weights.dataSync() as Float32Array,
  };
}
