import * as tf from '@tensorflow/tfjs';
import { composedCrossEntropy, fusedCrossEntropy } from '../../../bench/training/cross-entropy';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { TENSORFLOW_ENGINES } from '../../support/backends';

describe.each(TENSORFLOW_ENGINES)('cross entropy by one kernel on %s', (engine) => {
  beforeAll(async () => {
    await loadTensorFlow(engine);
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('has the value and gradient of its definition', () => {
    const logits = tf.randomNormal([6, 4], 0, 3, 'float32', 1);
    const targets = tf.softmax(tf.randomNormal([6, 4], 0, 2, 'float32', 2));
    const results = (f: typeof composedCrossEntropy): tf.Tensor[] => [
      f(targets, logits),
      tf.grad((x: tf.Tensor) => f(targets, x).mul(3))(logits),
    ];
    const composed = results(composedCrossEntropy);
    for (const [i, found] of results(fusedCrossEntropy).entries()) {
      expect(composed[i]!.abs().max().dataSync()[0]).toBeGreaterThan(0.1);
      expect(found.sub(composed[i]!).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    }
  });

  it('is 0 for logits that leave no doubt', () => {
    const targets = tf.tensor2d([[0, 1, 0]]);
    const loss = fusedCrossEntropy(targets, tf.tensor2d([[0, 200, 0]]));
    expect(loss.dataSync()[0]).toBeCloseTo(0, 6);
  });
});
