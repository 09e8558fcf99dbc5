import type { InputSpec } from '../../src/config/input-spec';
import { ELEMENT_TYPES, GraphBuilder } from '../../src/onnx/graph-builder';
import type { ModelCard } from '../../src/registry/card';
import { encodeHead } from '../../src/registry/head-files';
import { encodeNeighbours } from '../../src/registry/neighbours-file';
import type { Head, ModelVersion } from '../../src/registry/version';
import { writeVersion } from '../../src/registry/write-version';
import { seededRandom } from '../../src/evaluation/random';
import { tinyCard } from './tiny-version';

/** What the network of a photo version takes, unless a test says otherwise. */
export const PHOTO_INPUT: InputSpec = {
  width: 24,
  height: 16,
  fit: 'cover',
  crop: 0.875,
  kernel: 'cubic',
  layout: 'NCHW',
  mean: [123.7, 116.3, 103.5],
  deviation: [58.4, 57.1, 57.4],
};
export const PHOTO_CLASSES = ['Ant', 'Bee', '__proto__', 'Wasp "yellow" | ß'];
const FEATURES = 6;

/** A head that looks at the first features less their centre, and corrects another. */
export function photoHead(): Head {
  const random = seededRandom(7);
  const some = (count: number, size: number): Float32Array =>
    Float32Array.from({ length: count }, () => (random.next() - 0.5) * size);
  const [centred, classes] = [4, PHOTO_CLASSES.length];
  return {
    weights: some(centred * classes, 6),
    bias: some(classes, 1),
    centre: some(centred, 0.2),
    prior: { weights: some(FEATURES * classes, 2), bias: some(classes, 1) },
    features: FEATURES,
    classes,
    temperature: 0.6,
  };
}

/** Writes a version on a small network from elsewhere, whose features are six filters' means. */
export function writePhotoVersion(
  modelDir: string,
  { input = PHOTO_INPUT, ...changes }: Partial<ModelCard> = {},
  head = photoHead(),
): Promise<ModelVersion> {
  const card = tinyCard({
    format: 2,
    version: 'photo',
    class_names: PHOTO_CLASSES,
    input,
    input_shape: [input.height, input.width, 3],
    backbone: {
      name: 'six-filters',
      location: 'six-filters.onnx',
      sha256: '0'.repeat(64),
      licence: 'Apache-2.0',
    },
    parity: null,
    temperature: head.temperature,
    ...changes,
  });
  return writeVersion(modelDir, card, {
    'model.onnx': sixFilters(input),
    'neighbours.safetensors': encodeNeighbours({
      features: Float32Array.of(1, 0, 0, 0),
      count: 1,
      width: 4,
      k: 1,
      threshold: 0.2,
    }),
    ...encodeHead(head),
  });
}

/** uint8 [n, height, width, 3] → features [n, 6], and nothing else; the normalisation is inside. */
function sixFilters({ height, width, mean, deviation }: InputSpec): Buffer {
  const random = seededRandom(3);
  const graph = new GraphBuilder();
  graph.node('Cast', 'pixels', ['images'], { to: ELEMENT_TYPES.FLOAT });
  graph.node('Sub', 'shifted', [
    'pixels',
    graph.constant('mean', 'FLOAT', [3], Float32Array.from(mean)),
  ]);
  graph.node('Div', 'normalised', [
    'shifted',
    graph.constant('deviation', 'FLOAT', [3], Float32Array.from(deviation)),
  ]);
  graph.node('Transpose', 'channels', ['normalised'], { perm: [0, 3, 1, 2] });
  const filter = Float32Array.from({ length: FEATURES * 3 * 9 }, () => random.next() - 0.5);
  graph.node('Conv', 'filtered', [
    'channels',
    graph.constant('filter', 'FLOAT', [FEATURES, 3, 3, 3], filter),
  ]);
  graph.node('Relu', 'rectified', ['filtered']);
  graph.node('GlobalAveragePool', 'pooled', ['rectified']);
  graph.node('Flatten', 'features', ['pooled']);
  return graph.encode({
    name: 'six-filters',
    operatorSet: 13,
    producerVersion: '1',
    inputs: [{ name: 'images', type: 'UINT8', shape: ['n', height, width, 3] }],
    outputs: [{ name: 'features', type: 'FLOAT', shape: ['n', FEATURES] }],
  });
}
