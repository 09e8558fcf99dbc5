import { CIFAR10_INPUT } from '../../src/config/cifar10';
import { onnx } from 'onnx-proto';
import type { ModelCard } from '../../src/registry/card';
import { encodeGraphFeatures } from '../../src/registry/graph-features-file';
import { encodeHead } from '../../src/registry/head-files';
import { encodeNeighbours } from '../../src/registry/neighbours-file';
import type { GraphFeatures, Head, ModelVersion, Neighbours } from '../../src/registry/version';
import { writeVersion } from '../../src/registry/write-version';

/**
 * A network small enough to be checked by eye, in real files that the real engines load: its
 * features are the mean red, green and blue of the image (0-255), and its class is the strongest.
 */
export const TINY_CLASSES = ['Red', 'Green', 'Blue'];

const { FLOAT, UINT8 } = onnx.TensorProto.DataType;
const { INT, INTS } = onnx.AttributeProto.AttributeType;
const FEATURES = 3;

/** The head of the tiny network: a colour's logit is its mean / 100, so no class is ever certain. */
export function tinyHead(): Head {
  return {
    weights: Float32Array.of(0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.01),
    bias: Float32Array.of(0, 0, 0),
    features: FEATURES,
    classes: TINY_CLASSES.length,
    temperature: 1,
  };
}

/** The pure colours, as neighbours: an image of mixed or no colour is far from all of them. */
export function tinyNeighbours(): Neighbours {
  const features = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  return { features, count: 3, width: FEATURES, k: 1, threshold: 0.2 };
}

/** What the tiny graph makes of 60 training and 30 held-out images of the three colours. */
export function tinyGraphFeatures(): GraphFeatures {
  const rows = FEATURES + 1;
  const gram = new Float64Array(rows * rows);
  const classSums = new Float64Array(rows * TINY_CLASSES.length);
  const x = (i: number): number[] => {
    const strength = 150 + ((i * 37) % 100);
    return [0, 1, 2].map((c) => (c === i % 3 ? strength : (i * 11) % 60));
  };
  for (let i = 0; i < 60; i++) {
    const row = [...x(i), 1];
    for (const [a, left] of row.entries()) {
      classSums[a * TINY_CLASSES.length + (i % 3)]! += left;
      for (const [b, right] of row.entries()) gram[a * rows + b]! += left * right;
    }
  }
  const some = (from: number, count: number): Float32Array =>
    Float32Array.from(Array.from({ length: count }, (_, i) => x(from + i)).flat());
  return {
    features: FEATURES,
    classNames: TINY_CLASSES,
    headWeights: tinyHead().weights,
    headBias: tinyHead().bias,
    gram,
    classSums,
    classCounts: Float64Array.of(20, 20, 20),
    heldOutFeatures: some(60, 30),
    heldOutLabels: Uint8Array.from({ length: 30 }, (_, i) => i % 3),
    exemplarFeatures: some(0, 30),
    exemplarLabels: Uint8Array.from({ length: 30 }, (_, i) => i % 3),
  };
}

/** A card that is true of the tiny network in what the service reads; the rest is made up. */
export function tinyCard(changes: Partial<ModelCard> = {}): Omit<ModelCard, 'files'> {
  return {
    format: 1,
    input: CIFAR10_INPUT,
    backbone: null,
    imported_classes: [],
    version: 'tiny',
    created_at: '2025-01-01T00:00:00.000Z',
    parent: null,
    class_names: TINY_CLASSES,
    input_shape: [32, 32, 3],
    network: {
      name: 'mean colour',
      parameters: 12,
      features: FEATURES,
      penultimate: FEATURES,
      mflop: 0.01,
      layers: [{ name: 'logits', type: 'Dense', output_shape: '[3]', parameters: 12 }],
    },
    training: {
      data: 'none: its weights were chosen',
      data_fingerprint: '0'.repeat(64),
      images: 0,
      validation_images: 0,
      epochs: 0,
      batch_size: 1,
      seed: 1,
      recipe: {},
      engine: 'none',
      machine: 'none',
      duration_seconds: 0,
      images_per_second: 0,
      history: [],
    },
    metrics: { validation: null, test: null, samples: null },
    retraining: null,
    gate: null,
    int8: null,
    rejection: { k: 1, threshold: 0.2, percentile: 0.95, auroc: {} },
    temperature: 1,
    parity: { max_logit_difference: 0, probe_images: 0 },
    ...changes,
  };
}

/** Every file of the tiny version except its card. */
export function tinyFiles(head = tinyHead()): Record<string, Uint8Array> {
  const { 'head.bin': weights, ...rest } = encodeHead(head);
  return {
    'model.onnx': tinyOnnx(),
    'model.json': Buffer.from(JSON.stringify(tinyLayersModel())),
    // The layers model has one Dense layer: the head the network was trained with.
    'weights.bin': encodeHead(tinyHead())['head.bin']!,
    'head.bin': weights!,
    'features.safetensors': encodeGraphFeatures(tinyGraphFeatures()),
    'neighbours.safetensors': encodeNeighbours(tinyNeighbours()),
    ...rest,
  };
}

/** The tiny version without its files, for those who only look at it. */
export function tinyModelVersion(changes: Partial<ModelCard> = {}): ModelVersion {
  return {
    name: 'tiny',
    folder: '/nowhere',
    card: { ...tinyCard(changes), files: {} },
    head: tinyHead(),
    neighbours: tinyNeighbours(),
    graphId: 'tiny',
    featuresFile: '/nowhere/features.safetensors',
    onnxFile: '/nowhere/model.onnx',
    onnxInt8File: null,
    tfjsFile: '/nowhere/model.json',
  };
}

/** Writes the tiny version into `modelDir`. */
export function writeTinyVersion(
  modelDir: string,
  changes: Partial<ModelCard> = {},
  head = tinyHead(),
): Promise<ModelVersion> {
  return writeVersion(modelDir, tinyCard(changes), tinyFiles(head));
}

/** uint8 [n, 32, 32, 3] → features [n, 3] and logits [n, 3]. */
export function tinyOnnx(): Uint8Array {
  const { weights, bias } = tinyHead();
  const model = onnx.ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'tiny',
      input: [valueInfo('images', UINT8, ['n', 32, 32, 3])],
      output: [
        valueInfo('logits', FLOAT, ['n', TINY_CLASSES.length]),
        valueInfo('features', FLOAT, ['n', FEATURES]),
      ],
      initializer: [
        {
          name: 'weights',
          dataType: FLOAT,
          dims: [FEATURES, bias.length],
          floatData: [...weights],
        },
        { name: 'bias', dataType: FLOAT, dims: [bias.length], floatData: [...bias] },
      ],
      node: [
        node('Cast', ['images'], 'pixels', [{ name: 'to', type: INT, i: FLOAT }]),
        node('Transpose', ['pixels'], 'channels', [
          { name: 'perm', type: INTS, ints: [0, 3, 1, 2] },
        ]),
        node('GlobalAveragePool', ['channels'], 'means'),
        node('Flatten', ['means'], 'features'),
        node('Gemm', ['features', 'weights', 'bias'], 'logits'),
      ],
    },
  });
  return onnx.ModelProto.encode(model).finish();
}

function node(
  opType: string,
  input: string[],
  output: string,
  attribute: onnx.IAttributeProto[] = [],
): onnx.INodeProto {
  return { opType, name: output, input, output: [output], attribute };
}

function valueInfo(
  name: string,
  elemType: number,
  dimensions: (string | number)[],
): onnx.IValueInfoProto {
  const dim = dimensions.map((size) =>
    typeof size === 'string' ? { dimParam: size } : { dimValue: size },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** The same network as a tfjs layers model. */
function tinyLayersModel(): object {
  const layers = [
    layer('InputLayer', 'images', { batch_input_shape: [null, 32, 32, 3], dtype: 'float32' }),
    layer('GlobalAveragePooling2D', 'features', { data_format: 'channels_last' }, 'images'),
    layer('Dense', 'logits', { units: TINY_CLASSES.length }, 'features'),
  ];
  return {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'tiny',
        layers,
        input_layers: [['images', 0, 0]],
        output_layers: [
          ['logits', 0, 0],
          ['features', 0, 0],
        ],
      },
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'logits/kernel', shape: [FEATURES, TINY_CLASSES.length], dtype: 'float32' },
          { name: 'logits/bias', shape: [TINY_CLASSES.length], dtype: 'float32' },
        ],
      },
    ],
  };
}

function layer(className: string, name: string, config: object, input?: string): object {
  const inbound = input === undefined ? [] : [[[input, 0, 0, {}]]];
  return { name, class_name: className, config: { name, ...config }, inbound_nodes: inbound };
}
