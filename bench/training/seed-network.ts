import * as tf from '@tensorflow/tfjs';
import type { RunningStatistics } from '../../src/training/operations/batch-norm';
import type { Operations } from '../../src/training/operations/operations';
import { composedAdam, fusedAdam } from './adam';
import { composedBiasRelu, fusedBiasRelu } from './bias-relu';
import { composedConvolutionBiasRelu, fusedConvolutionBiasRelu } from './convolution-bias-relu';
import { composedCrossEntropy, fusedCrossEntropy } from './cross-entropy';
import { variableOf } from '../../src/training/network/variable';

/** MFLOP of a forward pass over one image: two for each multiplication with addition. */
export const SEED_MFLOP = 78;
export const SEED_PARAMETERS = 849_066;

const NORM = { epsilon: 1e-3, momentum: 0.99 };
const BLOCKS = [32, 64, 128];
const DENSE = [256, 128];
const LEARNING_RATE = 1e-3;

/**
 * The network of the system that this one succeeds: three blocks of two 3×3 convolutions of 32, 64
 * and 128 channels, each with ReLU and batch norm, max pooling after each block, and dense layers
 * of 256, 128 and 10. Without its dropout, here as in Keras.
 */
export interface SeedNetwork {
  readonly parameters: number;
  /**
   * One step of Adam.
   *
   * @param images float32, [n, 32, 32, 3]
   * @param labels int32, [n]
   * @returns the mean loss
   */
  step(images: Float32Array, labels: Int32Array): number;
  dispose(): void;
}

export function createSeedNetwork(operations: Operations, isFused: boolean): SeedNetwork {
  const biasRelu = isFused ? fusedBiasRelu : composedBiasRelu;
  const convolutionBiasRelu = isFused ? fusedConvolutionBiasRelu : composedConvolutionBiasRelu;
  const crossEntropy = isFused ? fusedCrossEntropy : composedCrossEntropy;
  const trained: tf.Variable[] = [];
  const running: RunningStatistics[] = [];
  const weights = (shape: number[], fanIn: number): tf.Variable => {
    const variable = variableOf(tf.randomNormal(shape, 0, Math.sqrt(2 / fanIn)), true);
    trained.push(variable);
    return variable;
  };
  const zeros = (size: number): tf.Variable => {
    const variable = variableOf(tf.zeros([size]), true);
    trained.push(variable);
    return variable;
  };
  const norm = (size: number): ((x: tf.Tensor4D) => tf.Tensor4D) => {
    const scale = variableOf(tf.ones([size]), true);
    trained.push(scale);
    const shift = zeros(size);
    const statistics = {
      mean: variableOf(tf.zeros([size]), false),
      variance: variableOf(tf.ones([size]), false),
    };
    running.push(statistics);
    return (x) =>
      operations.batchNorm(x, shift as tf.Tensor1D, statistics, NORM, scale as tf.Tensor1D);
  };

  const layers: ((x: tf.Tensor4D) => tf.Tensor4D)[] = [];
  let channels = 3;
  for (const width of BLOCKS) {
    for (let layer = 0; layer < 2; layer++) {
      const filter = weights([3, 3, channels, width], 9 * channels) as tf.Tensor4D;
      const bias = zeros(width);
      const normalise = norm(width);
      const isFirst = layers.length === 0;
      layers.push((x) => normalise(convolutionBiasRelu(x, filter, bias, isFirst)));
      channels = width;
    }
    layers.push(operations.maxPoolHalf);
  }
  let size = 4 * 4 * channels;
  const dense = DENSE.map((width) => {
    const matrix = weights([size, width], size) as tf.Tensor2D;
    const bias = zeros(width);
    const normalise = norm(width);
    size = width;
    return (x: tf.Tensor2D): tf.Tensor2D => {
      const activated = biasRelu(tf.matMul<tf.Tensor2D>(x, matrix), bias);
      return normalise(activated.reshape([-1, 1, 1, width])).reshape([-1, width]);
    };
  });
  const head = weights([size, 10], size) as tf.Tensor2D;
  const headBias = zeros(10);
  const adam = (isFused ? fusedAdam : composedAdam)(trained, LEARNING_RATE);

  return {
    parameters:
      trained.reduce((sum, { size: values }) => sum + values, 0) +
      running.reduce((sum, { mean, variance }) => sum + mean.size + variance.size, 0),
    step(images, labels) {
      return tf.tidy(() => {
        const x = tf.tensor4d(images, [labels.length, 32, 32, 3]);
        const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), 10, 1, 0, 'float32');
        const { value, grads } = tf.variableGrads(() => {
          let y = x;
          for (const layer of layers) y = layer(y);
          let flat = y.reshape<tf.Tensor2D>([labels.length, -1]);
          for (const layer of dense) flat = layer(flat);
          const logits = tf.matMul(flat, head).add(headBias);
          return crossEntropy(targets, logits);
        }, trained);
        adam.apply(trained.map(({ name }) => grads[name]!));
        return value.dataSync()[0]!;
      });
    },
    dispose() {
      tf.dispose([...trained, ...running.flatMap(({ mean, variance }) => [mean, variance])]);
      adam.dispose();
    },
  };
}
