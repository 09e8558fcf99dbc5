import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import {
  batchNormTraining,
  composedBatchNorm,
  type RunningStatistics,
} from '../../../src/training/operations/batch-norm';
import { registerWasmConvolutionGradient } from '../../../src/training/operations/convolution-gradient';
import { gelu } from '../../../src/training/operations/gelu';
import { TENSORFLOW_ENGINES } from '../../support/backends';

const OPTIONS = { epsilon: 1e-12, momentum: 0.6 };

describe.each(TENSORFLOW_ENGINES)('training operations on %s', (engine) => {
  beforeAll(async () => {
    await loadTensorFlow(engine);
    registerWasmConvolutionGradient();
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('gives gelu the value and gradient of its definition', () => {
    const x = tf.linspace(-4, 4, 41);
    const definition = (t: tf.Tensor): tf.Tensor =>
      t.mul(t.mul(Math.SQRT1_2).erf().add(1).mul(0.5));
    expect(largestDifference(gelu(x), definition(x))).toBeLessThan(1e-6);
    expect(largestDifference(tf.grad(gelu)(x), tf.grad(definition)(x))).toBeLessThan(1e-5);
  });

  it('normalises a batch, moves the running statistics and differentiates like the composed form', () => {
    const x = tf.randomNormal<tf.Rank.R4>([20, 5, 5, 6], 3, 2, 'float32', 1);
    const shift = tf.randomNormal<tf.Rank.R1>([6], 0, 1, 'float32', 2);
    const weights = tf.randomNormal([20, 5, 5, 6], 0, 1, 'float32', 3);
    const [fused, composed] = [statistics(6), statistics(6)];
    const gradients = (f: typeof composedBatchNorm, running: RunningStatistics): tf.Tensor[] =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        f(a as tf.Tensor4D, b as tf.Tensor1D, running, OPTIONS)
          .mul(weights)
          .sum(),
      )([x, shift]);
    const [dx, dShift] = gradients(batchNormTraining, fused);
    const [expectedDx, expectedDShift] = gradients(composedBatchNorm, composed);
    expect(largestDifference(dx!, expectedDx!)).toBeLessThan(1e-4);
    expect(largestDifference(dShift!, expectedDShift!)).toBeLessThan(1e-3);
    expect(largestDifference(fused.mean, composed.mean)).toBeLessThan(1e-5);
    expect(largestDifference(fused.variance, composed.variance)).toBeLessThan(1e-4);
    expect(fused.mean.dataSync()[0]).toBeCloseTo(0.4 * 3, 0);
  });

  it('differentiates a convolution by its filter as finite differences do', () => {
    const x = tf.randomNormal<tf.Rank.R4>([2, 5, 5, 2], 0, 1, 'float32', 4);
    const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 2, 3], 0, 1, 'float32', 5);
    const cost = (f: tf.Tensor): tf.Scalar =>
      tf
        .conv2d(x, f as tf.Tensor4D, 1, 'same')
        .square()
        .sum();
    const gradient = tf.grad(cost)(filter).dataSync();
    const values = filter.dataSync();
    for (const index of [0, 7, 25, 53]) {
      const moved = (by: number): number => {
        const copy = Float32Array.from(values);
        copy[index]! += by;
        return cost(tf.tensor(copy, filter.shape)).dataSync()[0]!;
      };
      const difference = (moved(0.05) - moved(-0.05)) / 0.1;
      expect(Math.abs(gradient[index]! - difference)).toBeLessThan(
        0.02 * (1 + Math.abs(difference)),
      );
    }
  });
});

function statistics(channels: number): RunningStatistics {
  return {
    mean: tf.variable(tf.zeros([channels])),
    variance: tf.variable(tf.ones([channels])),
  };
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  return a.sub(b).abs().max().dataSync()[0]!;
}
