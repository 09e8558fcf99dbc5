import * as tf from '@tensorflow/tfjs';
import { fusedAdam } from '../../../bench/training/adam';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { TENSORFLOW_ENGINES } from '../../support/backends';

describe.each(TENSORFLOW_ENGINES)('Adam by one kernel on %s', (engine) => {
  beforeAll(async () => {
    await loadTensorFlow(engine);
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('moves the parameters as TensorFlow.js does, and leaks nothing', () => {
    const make = (): tf.Variable[] => [
      tf.variable(tf.linspace(-1, 1, 12).reshape([2, 3, 2])),
      tf.variable(tf.scalar(0.5).reshape([1])),
    ];
    const [ours, theirs] = [make(), make()];
    const before = tf.memory().numTensors;
    const adam = tf.train.adam(0.01);
    const fused = fusedAdam(ours, 0.01);
    const gradientsAt = (step: number): tf.Tensor[] => [
      tf.randomNormal([2, 3, 2], 0, 1, 'float32', step),
      tf.randomNormal([1], 0, 1, 'float32', 100 + step),
    ];
    let tensors = 0;
    for (let step = 1; step <= 5; step++) {
      tf.tidy(() => {
        const gradients = gradientsAt(step);
        fused.apply(gradients);
        adam.applyGradients(theirs.map(({ name }, i) => ({ name, tensor: gradients[i]! })));
      });
      if (step > 1) expect(tf.memory().numTensors).toBe(tensors);
      tensors = tf.memory().numTensors;
    }
    fused.dispose();
    adam.dispose();
    expect(tf.memory().numTensors).toBe(before);
    for (const [i, parameter] of ours.entries()) {
      expect(parameter.shape).toEqual(theirs[i]!.shape);
      expect(parameter.sub(theirs[i]!).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    }
    expect(ours[1]!.dataSync()[0]).not.toBeCloseTo(0.5, 2);
  });
});
