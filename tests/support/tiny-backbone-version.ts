import type { InputSpec } from '../../src/config/input-spec';
import { GraphBuilder } from '../../src/onnx/graph-builder';
import type { ModelCard } from '../../src/registry/card';
import { encodeHead } from '../../src/registry/head-files';
import { encodeNeighbours } from '../../src/registry/neighbours-file';
import type { OwnPictures } from '../../src/registry/own-pictures';
import type { ModelVersion } from '../../src/registry/version';
import { writeVersion } from '../../src/registry/write-version';
import { evaluateOwnPictures } from '../../src/evaluation/own-pictures';
import { tinyCard } from './tiny-version';

/** What the tiny backbone looks at: larger than CIFAR-10's images, and no square. */
export const TINY_PHOTO_INPUT: InputSpec = {
  width: 48,
  height: 40,
  fit: 'cover',
  crop: 1,
  kernel: 'triangle',
  layout: 'NHWC',
  mean: [0, 0, 0],
  deviation: [255, 255, 255],
};

/** Of {@link writeBackboneVersion}. */
export const PHOTO_CLASSES = ['Sky', 'Brick'];

/**
 * A version as one of a photo backbone is: its network comes from elsewhere and gives features only (the
 * mean red, green and blue of a picture, 0-1), it has no TensorFlow.js model, no features of held-out
 * images, and no figures on CIFAR-10. Its first class is blue, its second red.
 */
export function writeBackboneVersion(
  modelDir: string,
  changes: Partial<ModelCard> = {},
): Promise<ModelVersion> {
  const features = 3;
  const head = {
    weights: Float32Array.of(-4, 4, 0, 0, 4, -4),
    bias: Float32Array.of(0, 0),
    features,
    classes: PHOTO_CLASSES.length,
    temperature: 1,
  };
  const neighbours = {
    features: Float32Array.of(0, 0, 1, 1, 0, 0),
    count: 2,
    width: features,
    k: 1,
    threshold: 0.3,
  };
  return writeVersion(modelDir, backboneCard(changes), {
    'model.onnx': meanColours(),
    ...encodeHead(head),
    'neighbours.safetensors': encodeNeighbours(neighbours),
  });
}

/** The card of such a version, judged on pictures that never were. */
export function backboneCard(changes: Partial<ModelCard> = {}): Omit<ModelCard, 'files'> {
  const { network, training, ...rest } = tinyCard();
  return {
    ...rest,
    format: 2,
    version: 'photos',
    created_at: '2025-02-01T00:00:00.000Z',
    parent: 'tiny',
    class_names: PHOTO_CLASSES,
    input_shape: [TINY_PHOTO_INPUT.height, TINY_PHOTO_INPUT.width, 3],
    input: TINY_PHOTO_INPUT,
    backbone: {
      name: 'mean-colour',
      location: 'mean-colour.onnx',
      sha256: '1'.repeat(64),
      licence: 'Apache-2.0',
    },
    network: { ...network, name: 'mean-colour', mflop: null, layers: [] },
    training: {
      ...training,
      data: '30 labelled pictures of 2 classes',
      images: 30,
      epochs: 1,
      batch_size: 30,
      seed: 0,
      recipe: { name: 'ridge', penalty: 0.1 },
      engine: 'ridge regression in closed form',
      duration_seconds: 1.5,
      images_per_second: 20,
    },
    metrics: { validation: null, test: null, samples: null, own: madeOwnPictures() },
    retraining: {
      mode: 'head',
      job: null,
      classes: 'own',
      samples: { Sky: 16, Brick: 14 },
      held_out_samples: {},
      new_classes: PHOTO_CLASSES,
      samples_fingerprint: '2'.repeat(64),
      duration_seconds: 1.5,
    },
    gate: { verdict: 'passed', compared_with: 'tiny', rules: [] },
    int8: null,
    rejection: { k: 1, threshold: 0.3, percentile: 0.95, auroc: {} },
    parity: null,
    ...changes,
  };
}

/**
 * What became of thirty pictures, four of which were called the other class.
 *
 * @param idOf gives the id of each
 */
export function madeOwnPictures(
  idOf: (picture: number) => string = (picture) => String(picture).padStart(64, '0'),
): OwnPictures {
  const labels = Array.from({ length: 30 }, (_, i) => (i < 16 ? 0 : 1));
  const called = labels.map((label, i) => (i % 9 === 1 ? 1 - label : label));
  return evaluateOwnPictures({
    judgedBy: 'leave_one_out',
    ids: labels.map((_, i) => idOf(i)),
    labels,
    logits: Float32Array.from(
      called.flatMap((c, i) => [c === 0 ? 1 + i / 20 : 0, c === 1 ? 2 : 0]),
    ),
    temperature: 1,
    learned: [16, 14],
    learningCurve: [2, 5, 10, 14].map((n, i) => ({
      pictures_per_class: n,
      accuracy: 0.6 + 0.08 * i,
      low: 0.5 + 0.09 * i,
      high: 0.7 + 0.07 * i,
      draws: 10,
    })),
  })!;
}

/** uint8 [n, 40, 48, 3] → features [n, 3] */
function meanColours(): Uint8Array {
  const graph = new GraphBuilder();
  graph.node('Cast', 'pixels', ['images'], { to: 1 });
  graph.node('Transpose', 'channels', ['pixels'], { perm: [0, 3, 1, 2] });
  graph.node('GlobalAveragePool', 'means', ['channels']);
  graph.node('Flatten', 'flat', ['means']);
  graph.constant('scale', 'FLOAT', [1], Float32Array.of(1 / 255));
  graph.node('Mul', 'features', ['flat', 'scale']);
  const { width, height } = TINY_PHOTO_INPUT;
  return graph.encode({
    name: 'mean-colour',
    operatorSet: 13,
    producerVersion: '1',
    inputs: [{ name: 'images', type: 'UINT8', shape: ['n', height, width, 3] }],
    outputs: [{ name: 'features', type: 'FLOAT', shape: ['n', 3] }],
  });
}
