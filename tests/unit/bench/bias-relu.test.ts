import * as tf from '@tensorflow/tfjs';
import { composedBiasRelu, fusedBiasRelu } from '../../../bench/training/bias-relu';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { TENSORFLOW_ENGINES } from '../../support/backends';

describe.each(TENSORFLOW_ENGINES)('bias and ReLU in one on %s', (engine) => {
  beforeAll(async () => {
    await loadTensorFlow(engine);
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it.each([[[4, 5, 6, 7]], [[9, 7]]])('has the value and gradients of the two: %j', (shape) => {
    const x = tf.randomNormal(shape, 0, 1, 'float32', 1);
    const bias = tf.randomNormal([7], 0, 1, 'float32', 2);
    const weights = tf.randomNormal(shape, 0, 1, 'float32', 3);
    const gradients = (f: typeof composedBiasRelu): tf.Tensor[] =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) => f(a, b).mul(weights).sum())([x, bias]);
    const fused = [fusedBiasRelu(x, bias), ...gradients(fusedBiasRelu)];
    const composed = [composedBiasRelu(x, bias), ...gradients(composedBiasRelu)];
    for (const [i, expected] of composed.entries()) {
      expect(expected.abs().max().dataSync()[0]).toBeGreaterThan(0.1);
      expect(fused[i]!.sub(expected).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    }
  });
});
