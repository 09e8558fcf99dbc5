import { CIFAR10_INPUT } from '../../config/cifar10';
import { IMAGE_VALUES } from '../../config/image-shape';
import { readLabelledSamples } from '../../dataset/samples/read-labelled-samples';
import { samplesWithPixels } from '../../dataset/samples/sample-pixels';
import { NoEvaluationDataError } from './errors';
import { graphSet } from './graph-set';
import type { ImageSet } from './image-set';

/**
 * The labelled samples that are kept out of training.
 *
 * @param persistence folder of the database
 * @throws {NoEvaluationDataError} when there are none
 */
export async function sampleSet(persistence: string): Promise<ImageSet> {
  const heldOut = (await readLabelledSamples(persistence)).filter((sample) => sample.heldOut);
  // What cannot be read any more is judged by no version.
  const samples = await samplesWithPixels(heldOut, CIFAR10_INPUT, () => undefined);
  if (samples.length === 0) {
    throw new NoEvaluationDataError(
      'No labelled sample is kept out of training yet; about one in ten is, so upload more.',
    );
  }
  const labelNames = [...new Set(samples.map(({ label }) => label))];
  const images = new Uint8Array(samples.length * IMAGE_VALUES);
  for (const [i, { pixels }] of samples.entries()) images.set(pixels, i * IMAGE_VALUES);
  return graphSet({
    description: 'labelled samples kept out of training',
    images,
    labels: Uint16Array.from(samples, ({ label }) => labelNames.indexOf(label)),
    labelNames,
    identity: 'samples',
  });
}
