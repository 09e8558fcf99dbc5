import { createHash } from 'node:crypto';
import { inputValues, type InputSpec } from '../../config/input-spec';
import type { LabelledOriginal } from '../../dataset/labelled-sample';
import { readLabelledSamples, readTestSamples } from '../../dataset/samples/read-labelled-samples';
import { samplesWithPixels } from '../../dataset/samples/sample-pixels';
import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelVersion } from '../../registry/version';
import { NoEvaluationDataError } from './errors';
import type { ImageSet, LabelledFeatures } from './image-set';

/** Pictures that are decoded together: of the largest input they take 100 MB. */
const CHUNK = 32;

/**
 * The labelled samples that are kept out of training.
 *
 * @param persistence folder of the database
 * @throws {NoEvaluationDataError} when there are none
 */
export async function sampleSet(persistence: string): Promise<ImageSet> {
  const heldOut = (await readLabelledSamples(persistence)).filter((sample) => sample.heldOut);
  if (heldOut.length === 0) {
    throw new NoEvaluationDataError(
      'No labelled sample is kept out of training yet: a class keeps some once it has ten pictures or more. Upload more, or a test set.',
    );
  }
  return pictureSet(heldOut, 'labelled samples kept out of training');
}

/**
 * The labelled samples that were uploaded as a test set.
 *
 * @param persistence folder of the database
 * @throws {NoEvaluationDataError} when there are none
 */
export async function testSampleSet(persistence: string): Promise<ImageSet> {
  const samples = await readTestSamples(persistence);
  if (samples.length === 0) {
    throw new NoEvaluationDataError(
      'There is no test set yet: mark “For the test set” when you upload labelled pictures.',
    );
  }
  return pictureSet(samples, 'pictures of the uploaded test set');
}

/** Pictures as they came, which are decoded for the input of each version, and seen by its graph. */
function pictureSet(samples: readonly LabelledOriginal[], description: string): ImageSet {
  const known = new Map<string, Promise<LabelledFeatures>>();
  return {
    description,
    unknownLabels: 'wrong',
    featuresOf(version) {
      const { fit, crop, kernel } = version.card.input;
      const key = [version.graphId, fit, crop, kernel].join(' ');
      const seen = known.get(key) ?? look(version, samples);
      known.set(key, seen);
      return seen;
    },
  };
}

/** On one thread: predictions need the others. */
async function look(
  { onnxFile, card, head }: ModelVersion,
  samples: readonly LabelledOriginal[],
): Promise<LabelledFeatures> {
  const graph = await openOnnxGraph(onnxFile, 1, card.input);
  const features = new Float32Array(samples.length * head.features);
  const seen: LabelledOriginal[] = [];
  try {
    for (let start = 0; start < samples.length; start += CHUNK) {
      const { readable, images } = await decode(samples.slice(start, start + CHUNK), card.input);
      if (readable.length === 0) continue;
      features.set((await graph.run(images, CHUNK)).features, seen.length * head.features);
      seen.push(...readable);
    }
  } finally {
    await graph.close();
  }
  if (seen.length === 0) {
    throw new NoEvaluationDataError('None of the pictures to judge by can be read any more.');
  }
  const labelNames = [...new Set(seen.map(({ label }) => label))];
  const hash = createHash('sha256');
  for (const { id, label } of seen) hash.update(`${id} ${label}\n`);
  return {
    features: features.subarray(0, seen.length * head.features),
    labels: Uint16Array.from(seen, ({ label }) => labelNames.indexOf(label)),
    labelNames,
    identity: hash.digest('hex'),
  };
}

/** What cannot be read any more is judged by no version. */
async function decode(
  samples: readonly LabelledOriginal[],
  input: InputSpec,
): Promise<{ readable: readonly LabelledOriginal[]; images: Uint8Array }> {
  const decoded = await samplesWithPixels(samples, input, () => undefined);
  const values = inputValues(input);
  const images = new Uint8Array(decoded.length * values);
  for (const [i, { pixels }] of decoded.entries()) images.set(pixels, i * values);
  const ids = new Set(decoded.map(({ id }) => id));
  return { readable: samples.filter(({ id }) => ids.has(id)), images };
}
