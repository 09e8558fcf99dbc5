import * as tf from '@tensorflow/tfjs';
import { variableOf } from '../../src/training/network/variable';

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-7;

/** The optimiser Adam (Kingma & Ba, arXiv 1412.6980) of some parameters. */
export interface Adam {
  /** @param gradients in the order of the parameters */
  apply(gradients: readonly tf.Tensor[]): void;
  dispose(): void;
}

/**
 * Adam over all parameters as one vector. The same numbers as `tf.train.adam`, which calls some ten kernels for each parameter: a network
 * of many small ones waits longer for the calls than for the arithmetic.
 */
export function flatAdam(parameters: readonly tf.Variable[], learningRate: number): Adam {
  const sizes = parameters.map(({ size }) => size);
  const flatten = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
    tf.concat1d(tensors.map((tensor) => tensor.reshape([tensor.size])));
  const values = tf.tidy(() => variableOf(flatten(parameters), false));
  const first = variableOf(tf.zeros([values.size]), false);
  const second = variableOf(tf.zeros([values.size]), false);
  let step = 0;
  return {
    apply(gradients) {
      step++;
      // Both bias corrections in two numbers, as in section 2 of the paper.
      const correction = Math.sqrt(1 - SECOND_DECAY ** step);
      const rate = (learningRate * correction) / (1 - FIRST_DECAY ** step);
      tf.tidy(() => {
        const gradient = flatten(gradients);
        first.assign(first.mul(FIRST_DECAY).add(gradient.mul(1 - FIRST_DECAY)));
        second.assign(second.mul(SECOND_DECAY).add(gradient.square().mul(1 - SECOND_DECAY)));
        const root = second.sqrt().add(EPSILON * correction);
        values.assign(values.sub(first.mul(rate).div(root)));
        const parts = tf.split(values, sizes);
        for (const [i, parameter] of parameters.entries()) {
          parameter.assign(parts[i]!.reshape(parameter.shape));
        }
      });
    },
    dispose() {
      tf.dispose([values, first, second]);
    },
  };
}
