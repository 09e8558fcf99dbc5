import * as tf from '@tensorflow/tfjs';
import {
  composedConvolutionBiasRelu,
  fusedConvolutionBiasRelu,
} from '../../../bench/training/convolution-bias-relu';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { registerWasmConvolutionGradient } from '../../../src/training/operations/convolution-gradient';
import { TENSORFLOW_ENGINES } from '../../support/backends';

describe.each(TENSORFLOW_ENGINES)('convolution, bias and ReLU in one on %s', (engine) => {
  beforeAll(async () => {
    await loadTensorFlow(engine);
    registerWasmConvolutionGradient();
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const x = () => tf.randomNormal<tf.Rank.R4>([3, 7, 6, 4], 0, 1, 'float32', 1);
  const filter = () => tf.randomNormal<tf.Rank.R4>([3, 3, 4, 5], 0, 0.3, 'float32', 2);
  const bias = () => tf.randomNormal<tf.Rank.R1>([5], 0, 1, 'float32', 3);
  const weights = () => tf.randomNormal([3, 7, 6, 5], 0, 1, 'float32', 4);

  it('has the value and gradients of the three', () => {
    const results = (f: typeof composedConvolutionBiasRelu): tf.Tensor[] => [
      f(x(), filter(), bias()),
      ...tf.grads((a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
        f(a as tf.Tensor4D, b as tf.Tensor4D, c)
          .mul(weights())
          .sum(),
      )([x(), filter(), bias()]),
    ];
    const composed = results(composedConvolutionBiasRelu);
    for (const [i, found] of results(fusedConvolutionBiasRelu).entries()) {
      expectClose(found, composed[i]!);
    }
  });

  it('has the same gradients of its parameters where the input needs none', () => {
    const gradients = (isInput: boolean): tf.Tensor[] =>
      tf.grads((b: tf.Tensor, c: tf.Tensor) =>
        fusedConvolutionBiasRelu(x(), b as tf.Tensor4D, c, isInput)
          .mul(weights())
          .sum(),
      )([filter(), bias()]);
    const expected = gradients(false);
    for (const [i, found] of gradients(true).entries()) expectClose(found, expected[i]!);
  });
});

function expectClose(found: tf.Tensor, expected: tf.Tensor): void {
  expect(found.shape).toEqual(expected.shape);
  expect(expected.abs().max().dataSync()[0]).toBeGreaterThan(0.1);
  expect(found.sub(expected).abs().max().dataSync()[0]).toBeLessThan(1e-4);
}
