import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { readExport } from '../../../src/backbones/teachable-machine/read-export';
import {
  translateExport,
  type TeachableMachine,
} from '../../../src/backbones/teachable-machine/teachable-machine';
import { entriesOfZip } from '../../../src/dataset/samples/archive/read-zip';
import { zipFile } from '../../support/zip-file';
import { featuresOf, largestDifference, pictures } from './run-network';

const SIDE = 17;
const LABELS = ['Ant', 'Bee', '__proto__'];

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'export-'));
  await tf.setBackend('cpu');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A network with all layers that Teachable Machine's have, in miniature: odd sizes, and strides. */
function network(): tf.LayersModel {
  const seed = 3;
  const normal = tf.initializers.randomNormal({ seed, stddev: 0.4 });
  const positive = tf.initializers.randomUniform({ seed, minval: 0.5, maxval: 2 });
  const normalisation = (): tf.layers.Layer =>
    tf.layers.batchNormalization({
      betaInitializer: normal,
      gammaInitializer: positive,
      movingMeanInitializer: normal,
      movingVarianceInitializer: positive,
    });
  const input = tf.input({ shape: [SIDE, SIDE, 3] });
  const padded = tf.layers
    .zeroPadding2d({
      padding: [
        [0, 1],
        [0, 1],
      ],
    })
    .apply(input);
  const first = tf.layers
    .conv2d({ filters: 4, kernelSize: 3, strides: 2, useBias: false, kernelInitializer: normal })
    .apply(padded);
  const normalised = tf.layers.reLU({ maxValue: 6 }).apply(normalisation().apply(first));
  const deep = tf.layers
    .depthwiseConv2d({
      kernelSize: 3,
      padding: 'same',
      depthwiseInitializer: normal,
      depthMultiplier: 1,
    })
    .apply(normalised);
  const sum = tf.layers.add().apply([normalised, deep] as tf.SymbolicTensor[]);
  // Behind a sum there is no convolution that it could be folded into.
  const again = tf.layers.activation({ activation: 'relu' }).apply(normalisation().apply(sum));
  const strided = tf.layers
    .conv2d({
      filters: 5,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'relu6',
      kernelInitializer: normal,
      biasInitializer: normal,
    })
    .apply(again) as tf.SymbolicTensor;
  const base = tf.model({ inputs: input, outputs: strided });
  const body = tf.sequential({ layers: [base, tf.layers.globalAveragePooling2d({})] });
  const head = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 6,
        activation: 'relu',
        inputShape: [5],
        kernelInitializer: normal,
        biasInitializer: normal,
      }),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({
        units: LABELS.length,
        activation: 'softmax',
        useBias: false,
        kernelInitializer: normal,
      }),
    ],
  });
  return tf.sequential({ layers: [body, head] });
}

type Files = Record<string, Uint8Array>;

/** The files of an export, as Teachable Machine writes them. */
async function filesOf(model: tf.LayersModel, labels: readonly string[] = LABELS): Promise<Files> {
  let files: Files = {};
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs! }];
      files = {
        'model.json': Buffer.from(JSON.stringify({ modelTopology, weightsManifest: manifest })),
        'weights.bin': new Uint8Array(weightData as ArrayBuffer),
        'metadata.json': Buffer.from(JSON.stringify({ labels, imageSize: SIDE })),
      };
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  return files;
}

function zipped(files: Files): string {
  const file = path.join(folder, 'export.zip');
  writeFileSync(file, zipFile(Object.entries(files).map(([name, content]) => ({ name, content }))));
  return file;
}

/** Probabilities by the translated graph and head, [n, classes]. */
async function probabilities(
  { graph, head }: TeachableMachine,
  images: Uint8Array,
): Promise<Float32Array> {
  const features = await featuresOf(graph.bytes, images, graph.input);
  const rows = tf.tensor2d(features, [features.length / head.features, head.features]);
  const logits = rows
    .matMul(tf.tensor2d(head.weights, [head.features, head.classes]))
    .add(head.bias);
  return tf.softmax(logits as tf.Tensor2D).data() as Promise<Float32Array>;
}

/** The same by TensorFlow.js, as the browser's library computes it. */
async function inTheBrowser(
  model: tf.LayersModel,
  images: Uint8Array,
  side: number,
): Promise<Float32Array> {
  const count = images.length / (side * side * 3);
  const pixels = tf.tensor4d(Float32Array.from(images), [count, side, side, 3]).div(127).sub(1);
  return (model.predict(pixels) as tf.Tensor).data() as Promise<Float32Array>;
}

describe('a Teachable Machine export', () => {
  it('answers as it does in the browser', async () => {
    const model = network();
    const translated = await translateExport(await readExport(zipped(await filesOf(model))));
    const images = pictures(3, SIDE, SIDE);
    const expected = await inTheBrowser(model, images, SIDE);
    expect(largestDifference(await probabilities(translated, images), expected)).toBeLessThan(1e-4);
    expect(Math.max(...expected)).toBeLessThan(0.99);
    expect(translated.classNames).toEqual(LABELS);
    expect(translated.head).toMatchObject({ features: 11, classes: 3, temperature: 1 });
    expect(translated.graph.input).toMatchObject({
      width: SIDE,
      fit: 'cover',
      crop: 1,
      mean: [127, 127, 127],
    });
    expect(translated.graph.notes.join(' ')).toMatch(
      /5 pooled ones and the 6 of the hidden layer.*bilinear/,
    );
  });

  it('is read from inside a folder of the zip', async () => {
    const files = Object.entries(await filesOf(network()));
    const inFolder = Object.fromEntries(files.map(([name, bytes]) => [`my model/${name}`, bytes]));
    expect((await readExport(zipped(inFolder))).labels).toEqual(LABELS);
  });

  const without =
    (name: string) =>
    (files: Files): Files =>
      Object.fromEntries(Object.entries(files).filter(([one]) => one !== name));
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const withModel =
    (change: (text: string) => string) =>
    (files: Files): Files => ({
      ...files,
      'model.json': Buffer.from(change(Buffer.from(files['model.json']!).toString())),
    });

  it.each<[string, (files: Files) => Files, RegExp]>([
    ['no model', without('model.json'), /no model\.json: in Teachable Machine/],
    [
      'a model for Keras',
      () => ({ 'keras_model.h5': Buffer.from('x') }),
      /another program \("keras_model\.h5"\)/,
    ],
    ['no metadata', without('metadata.json'), /does not name the classes/],
    ['no weights', without('weights.bin'), /no "weights\.bin"/],
    [
      'weights cut off',
      (files) => ({ ...files, 'weights.bin': files['weights.bin']!.subarray(8) }),
      /cut off/,
    ],
    [
      'too many weights',
      (files) => ({
        ...files,
        'weights.bin': Buffer.concat([files['weights.bin']!, Buffer.alloc(4)]),
      }),
      /more weights than it says/,
    ],
    [
      'weights that are no numbers',
      (files) => ({ ...files, 'weights.bin': Buffer.alloc(files['weights.bin']!.length, 0xff) }),
      /not finite numbers/,
    ],
    [
      'another number of classes',
      (files) => ({ ...files, 'metadata.json': json({ labels: ['Ant', 'Bee'] }) }),
      /tells 3 classes apart, and metadata\.json names 2/,
    ],
    [
      'grey pictures',
      (files) => ({ ...files, 'metadata.json': json({ labels: LABELS, grayscale: true }) }),
      /grey pictures/,
    ],
    ['a model that is no JSON', withModel(() => '{'), /model\.json of the zip is not JSON/],
    [
      'a model of something else',
      withModel(() => '{"modelTopology":{"node":[]}}'),
      /not a model of layers: modelTopology: is not valid\.$/,
    ],
    [
      'weights that are not described',
      withModel((text) => text.replace('"weightsManifest":', '"weights":')),
      /not a model of layers: weightsManifest: is missing\.$/,
    ],
    [
      'one class',
      (files) => ({ ...files, 'metadata.json': json({ labels: ['Ant'] }) }),
      /names 1 classes \(labels\): a version has 2 to 256/,
    ],
    [
      'more classes than a version can have',
      (files) => ({
        ...files,
        'metadata.json': json({ labels: Array.from({ length: 257 }, (_, i) => `${i}`) }),
      }),
      /names 257 classes/,
    ],
    [
      'a layer that is not translated',
      withModel((text) => text.replaceAll('ZeroPadding2D', 'Lambda')),
      /is a "Lambda", which is not translated/,
    ],
    [
      'a setting that is not translated',
      withModel((text) => text.replaceAll('"max_value":6', '"max_value":6,"threshold":1')),
      /setting that is not translated: threshold/,
    ],
    [
      'an activation that is not translated',
      withModel((text) => text.replaceAll('relu6', 'elu')),
      /activation "elu"/,
    ],
    [
      'no softmax',
      withModel((text) => text.replaceAll('softmax', 'linear')),
      /does not end in a layer of classes/,
    ],
    [
      'weights of another shape',
      withModel((text) => text.replaceAll('"kernel_size":[3,3]', '"kernel_size":[2,2]')),
      /are 3×3×3×4; 2×2×3×\? are needed/,
    ],
    [
      'layers that take themselves',
      withModel((text) =>
        text.replace(/"inbound_nodes":\[\[\["(?!input)[^"]*"/, (found) =>
          found.replace(/"[^"]*"$/, '"nobody"'),
        ),
      ),
      /"nobody" is used before it is made/,
    ],
  ])('is refused in one line with %s', async (_, change, message) => {
    const file = zipped(change(await filesOf(network())));
    const translating = readExport(file).then(translateExport);
    await expect(translating).rejects.toThrow(message);
    await expect(translating).rejects.toMatchObject({ name: 'BackboneError' });
  });

  it('is refused where the zip is damaged', async () => {
    const file = path.join(folder, 'damaged.zip');
    writeFileSync(file, 'PK and nothing else');
    await expect(readExport(file)).rejects.toThrow('The zip archive is damaged or cut off.');
  });
});

const REAL = path.join(
  __dirname,
  '../../../../shared/data/backbones/teachable-machine-image-model.zip',
);
const atHand = existsSync(REAL) ? it : it.skip;

describe('a real Teachable Machine export', () => {
  atHand(
    'answers as it does in the browser',
    async () => {
      const files = new Map<string, Buffer>();
      for await (const entry of entriesOfZip(REAL)) files.set(entry.path, await entry.read());
      const { modelTopology, weightsManifest } = JSON.parse(
        files.get('model.json')!.toString(),
      ) as tf.io.ModelJSON;
      const model = await tf.loadLayersModel(
        tf.io.fromMemory({
          modelTopology,
          weightSpecs: weightsManifest[0]!.weights,
          weightData: Uint8Array.from(files.get('weights.bin')!).buffer,
        }),
      );
      const images = pictures(2, 224, 224);
      const translated = await translateExport(await readExport(REAL));
      expect(translated.graph).toMatchObject({
        features: 1380,
        input: { width: 224, height: 224 },
      });
      expect(translated.classNames).toEqual(['Class 1', 'Class 2']);
      const expected = await inTheBrowser(model, images, 224);
      const found = await probabilities(translated, images);
      expect(largestDifference(found, expected)).toBeLessThan(1e-3);
    },
    120_000,
  );
});
