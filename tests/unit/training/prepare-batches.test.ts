import {
  augmentedBatches,
  type TrainingBatch,
} from '../../../src/training/augmentation/augmented-batches';
import { prepareBatches } from '../../../src/training/batches/prepare-batches';
import { RECIPES } from '../../../src/training/recipe';
import { noiseImages } from '../../support/networks';

const RECIPE = { ...RECIPES.distil, epochs: 3, batchSize: 8 };
const TRAINING = {
  images: noiseImages(20),
  labels: Uint8Array.from({ length: 20 }, (_, i) => i % 3),
};

describe('batches that a thread prepares', () => {
  it('are those that this thread would make, from the first epoch asked for to the last', async () => {
    const batches = prepareBatches(TRAINING, RECIPE, 1);
    const prepared: TrainingBatch[] = [];
    for (let i = 0; i < 4; i++) prepared.push(await batches.next());
    await batches.close();
    const expected = [1, 2].flatMap((epoch) => [
      ...augmentedBatches(TRAINING.images, TRAINING.labels, RECIPE, epoch),
    ]);
    expect(prepared).toEqual(expected);
  });

  it('are no more than the run has', async () => {
    const batches = prepareBatches(TRAINING, RECIPE, 2);
    await batches.next();
    await batches.next();
    await expect(batches.next()).rejects.toThrow('the run has no further batch');
    await batches.close();
  });

  it('end with their thread, of which the one that waits hears', async () => {
    const batches = prepareBatches(TRAINING, RECIPE, 0);
    await batches.close();
    const left = async (): Promise<void> => {
      for (;;) await batches.next();
    };
    await expect(left()).rejects.toThrow('the thread that prepares batches has ended');
    await batches.close();
  });

  it('tell what made the thread fail', async () => {
    const batches = prepareBatches(TRAINING, { ...RECIPE, batchSize: -1 }, 0);
    await expect(batches.next()).rejects.toThrow('Invalid typed array length');
    await batches.close();
  });
});
