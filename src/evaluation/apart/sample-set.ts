import { IMAGE_VALUES } from '../../config/image-shape';
import { openHistoryDatabase } from '../../store/open-history-database';
import { scanSamples, type ScannedSample } from '../../store/samples/read-samples';
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
  const samples = await heldOutSamples(persistence);
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

async function heldOutSamples(persistence: string): Promise<ScannedSample[]> {
  const database = await openHistoryDatabase(persistence);
  try {
    const samples: ScannedSample[] = [];
    for await (const page of scanSamples(database)) {
      samples.push(...page.filter(({ heldOut }) => heldOut));
    }
    return samples;
  } finally {
    await database.destroy();
  }
}
