import { CIFAR10_CLASSES } from '../../config/cifar10';
import { DatasetError } from '../../dataset/collections/dataset';
import { readDataset } from '../../dataset/collections/read-dataset';
import { NoEvaluationDataError } from './errors';
import { graphSet } from './graph-set';
import type { ImageSet } from './image-set';

/**
 * The test images of CIFAR-10.
 *
 * @param folder that holds them, or is to
 * @throws {NoEvaluationDataError} when they are not there
 */
export async function testSet(folder: string): Promise<ImageSet> {
  try {
    const data = await readDataset(folder, 'test', { classNames: CIFAR10_CLASSES });
    return graphSet({
      description: data.description,
      images: data.images,
      labels: Uint16Array.from(data.labels),
      labelNames: data.classNames,
      identity: data.fingerprint,
    });
  } catch (cause) {
    if (!(cause instanceof DatasetError)) throw cause;
    throw new NoEvaluationDataError(
      'The test images of CIFAR-10 are not on disk; `npm run data:download` fetches them.',
      { cause },
    );
  }
}
