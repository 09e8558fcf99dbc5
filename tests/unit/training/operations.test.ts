import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import {
  batchNormTraining,
  composedBatchNorm,
  type RunningStatistics,
} from '../../../src/training/operations/batch-norm';
import { registerWasmConvolutionGradient } from '../../../src/training/operations/convolution-gradient';
import { composedGelu, gelu } from '../../../src/training/operations/gelu';
import { composedMaxPoolHalf, maxPoolHalf } from '../../../src/training/operations/max-pool';
import { COMPOSED_OPERATIONS } from '../../../src/training/operations/operations';
import { createNetwork, type Network } from '../../../src/training/network/network';
import { fitWhitening } from '../../../src/training/network/whitening';
import { TENSORFLOW_ENGINES } from '../../support/backends';
import { noiseImages, TINY_NETWORK } from '../../support/networks';

const OPTIONS = { epsilon: 1e-12, momentum: 0.6 };

describe.each(TENSORFLOW_ENGINES)('training operations on %s', (engine) => {
  beforeAll(async () => {
    await loadTensorFlow(engine);
    registerWasmConvolutionGradient();
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('gives gelu the value and gradient of its definition', () => {
    const x = tf.linspace(-6, 6, 61);
    const weights = tf.randomNormal([61], 0, 1, 'float32', 6);
    const cost = (f: typeof gelu) => (t: tf.Tensor) => f(t).mul(weights).sum();
    expect(largestDifference(gelu(x), composedGelu(x))).toBeLessThan(1e-6);
    expect(gelu(tf.scalar(1)).dataSync()[0]).toBeCloseTo(0.8413447, 5);
    expect(largestDifference(tf.grad(cost(gelu))(x), tf.grad(cost(composedGelu))(x))).toBeLessThan(
      1e-5,
    );
  });

  it.each([
    ['even sides', [3, 8, 6, 5]],
    ['an odd last row and column, which count for nothing', [2, 7, 9, 3]],
  ])('finds maxima, and gives the first of them the gradient: %s', (_, shape) => {
    const [n, height, width, channels] = shape as [number, number, number, number];
    // Rounded, so that several values of a square are its largest; many are below 0.
    const normal = tf.randomNormal([n, height, width, channels], -1, 1, 'float32', 7);
    const x = normal.mul<tf.Tensor4D>(2).round();
    const dy = tf.randomNormal([n, height >> 1, width >> 1, channels], 0, 1, 'float32', 8);
    const cost = (t: tf.Tensor): tf.Tensor =>
      maxPoolHalf(t as tf.Tensor4D)
        .mul(dy)
        .sum();
    const expected = pooledByHand(x, dy);
    expect(largestDifference(maxPoolHalf(x), expected.value)).toBe(0);
    expect(largestDifference(tf.grad(cost)(x), expected.gradient)).toBe(0);
    expect(largestDifference(composedMaxPoolHalf(x), expected.value)).toBe(0);
  });

  it.each([false, true])(
    'normalises a batch, moves the running statistics and differentiates like the composed form (scaled: %s)',
    (isScaled) => {
      const x = tf.randomNormal<tf.Rank.R4>([20, 5, 5, 6], 3, 2, 'float32', 1);
      const shift = tf.randomNormal<tf.Rank.R1>([6], 0, 1, 'float32', 2);
      const scale = tf.randomNormal<tf.Rank.R1>([6], 1, 0.3, 'float32', 9);
      const weights = tf.randomNormal([20, 5, 5, 6], 0, 1, 'float32', 3);
      const [fused, composed] = [statistics(6), statistics(6)];
      const gradients = (f: typeof composedBatchNorm, running: RunningStatistics): tf.Tensor[] =>
        tf.grads((a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
          f(
            a as tf.Tensor4D,
            b as tf.Tensor1D,
            running,
            OPTIONS,
            isScaled ? (c as tf.Tensor1D) : undefined,
          )
            .mul(weights)
            .sum()
            .add(c.sum()),
        )([x, shift, scale]);
      const [dx, dShift, dScale] = gradients(batchNormTraining, fused);
      const [expectedDx, expectedDShift, expectedDScale] = gradients(composedBatchNorm, composed);
      expect(largestDifference(dx!, expectedDx!)).toBeLessThan(1e-4);
      expect(largestDifference(dShift!, expectedDShift!)).toBeLessThan(1e-3);
      expect(largestDifference(dScale!, expectedDScale!)).toBeLessThan(1e-3);
      expect(largestDifference(fused.mean, composed.mean)).toBeLessThan(1e-5);
      expect(largestDifference(fused.variance, composed.variance)).toBeLessThan(1e-4);
      expect(fused.mean.dataSync()[0]).toBeCloseTo(0.4 * 3, 0);
    },
  );

  it('differentiates a convolution like the sum of matrix products that it is', () => {
    const x = tf.randomNormal<tf.Rank.R4>([3, 7, 6, 4], 0, 1, 'float32', 10);
    for (const [side, pad] of [
      [3, 'same'],
      [2, 'valid'],
    ] as const) {
      const filter = tf.randomNormal<tf.Rank.R4>([side, side, 4, 5], 0, 1, 'float32', 11);
      const gradients = (f: typeof composedConvolution): tf.Tensor[] =>
        tf.grads((a: tf.Tensor, b: tf.Tensor) =>
          f(a as tf.Tensor4D, b as tf.Tensor4D, pad)
            .square()
            .sum(),
        )([x, filter]);
      const [dx, dFilter] = gradients((a, b) => tf.conv2d(a, b, 1, pad));
      const [expectedDx, expectedDFilter] = gradients(composedConvolution);
      expect(largestDifference(dx!, expectedDx!)).toBeLessThan(2e-2);
      expect(largestDifference(dFilter!, expectedDFilter!)).toBeLessThan(2e-2);
    }
  });

  it('gives a whole network the gradients that it has out of composed operations', () => {
    const images = noiseImages(6);
    const whitening = fitWhitening(images);
    const batch = tf.tensor4d(Float32Array.from(images), [6, 32, 32, 3]);
    const gradients = (network: Network): Record<string, tf.Tensor> => {
      const variables = network.parameters.map(({ variable }) => variable);
      const { grads } = tf.variableGrads(
        () => network.forwardTraining(batch).square().sum<tf.Scalar>(),
        variables,
      );
      return Object.fromEntries(
        network.parameters.map(({ name, variable }) => [name, grads[variable.name]!]),
      );
    };
    // Of the composed operations, the gradient of max pooling is wrong on WebAssembly.
    const operations =
      engine === 'tfjs-wasm' ? { ...COMPOSED_OPERATIONS, maxPoolHalf } : COMPOSED_OPERATIONS;
    const fused = gradients(createNetwork(TINY_NETWORK, 3, whitening, 1));
    const composed = gradients(createNetwork(TINY_NETWORK, 3, whitening, 1, operations));
    for (const [name, expected] of Object.entries(composed)) {
      const size = expected.abs().max().dataSync()[0]!;
      expect(size).toBeGreaterThan(0);
      expect([name, largestDifference(fused[name]!, expected) / size < 1e-3]).toEqual([name, true]);
    }
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

function pooledByHand(x: tf.Tensor4D, dy: tf.Tensor): { value: tf.Tensor; gradient: tf.Tensor } {
  const [values, received] = [x.bufferSync(), dy.dataSync()];
  const value = new Float32Array(dy.size);
  const gradient = tf.buffer(x.shape);
  const [rows, columns, channels] = dy.shape.slice(1) as [number, number, number];
  for (let at = 0; at < dy.size; at++) {
    const c = at % channels;
    const column = Math.floor(at / channels) % columns;
    const row = Math.floor(at / channels / columns) % rows;
    const n = Math.floor(at / channels / columns / rows);
    let best: [number, number] | undefined;
    for (const [dRow, dColumn] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const place: [number, number] = [2 * row + dRow, 2 * column + dColumn];
      if (!best || values.get(n, ...place, c) > values.get(n, ...best, c)) best = place;
    }
    value[at] = values.get(n, ...best!, c);
    gradient.set(received[at]!, n, ...best!, c);
  }
  return { value: tf.tensor(value, dy.shape), gradient: gradient.toTensor() };
}

/** Stride 1: one matrix product a filter position. */
function composedConvolution(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  pad: 'same' | 'valid',
): tf.Tensor4D {
  const [side, , inputs, outputs] = filter.shape;
  const border = pad === 'same' ? (side - 1) / 2 : 0;
  const padded = tf.pad4d(x, [
    [0, 0],
    [border, border],
    [border, border],
    [0, 0],
  ]);
  const [n, height, width] = padded.shape;
  const [rows, columns] = [height - side + 1, width - side + 1];
  let sum: tf.Tensor2D = tf.zeros([n * rows * columns, outputs]);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const patches = padded.slice([0, i, j, 0], [n, rows, columns, inputs]);
      const weights = filter.slice([i, j, 0, 0], [1, 1, inputs, outputs]);
      sum = sum.add(
        tf.matMul(
          patches.reshape([n * rows * columns, inputs]),
          weights.reshape([inputs, outputs]),
        ),
      );
    }
  }
  return sum.reshape([n, rows, columns, outputs]);
}

function statistics(channels: number): RunningStatistics {
  return {
    mean: tf.variable(tf.zeros([channels])),
    variance: tf.variable(tf.ones([channels])),
  };
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  return a.sub(b).abs().max().dataSync()[0]!;
}
