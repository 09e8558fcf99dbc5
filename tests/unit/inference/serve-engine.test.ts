import { CIFAR10_INPUT } from '../../../src/config/cifar10';
import { IMAGE_VALUES } from '../../../src/config/image-shape';
import { workerEntry } from '../../../src/config/worker-entry';
import { startEngineThread } from '../../../src/inference/engine-thread';

const MODEL = {
  key: 1,
  graph: { id: 'graph', file: 'nowhere', input: CIFAR10_INPUT },
  neighbours: { features: Float32Array.of(1), count: 1, width: 1, k: 1, threshold: 1 },
};

describe('a thread that serves an engine', () => {
  it('is done with a batch before it begins the next, and answers both before it stops', async () => {
    const task = { maxBatchSize: 1, mirroredView: false };
    const thread = await startEngineThread(workerEntry(__dirname, 'counting.worker'), task);
    await thread.load(MODEL);
    const batches = [1, 2, 3].map(() => thread.run(MODEL.key, new Uint8Array(IMAGE_VALUES)));
    const stopped = thread.stop();
    for (const { features, distances } of await Promise.all(batches)) {
      const begunWhenDone = 1 - distances[0]!;
      expect(begunWhenDone).toBe(features[0]);
    }
    await stopped;
  });
});
