import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { onnx } from 'onnx-proto';
import { openVersion } from '../../../src/registry/open-version';
import type { ModelVersion } from '../../../src/registry/version';
import { readLayersModel } from '../../../src/tensorflow/read-layers-model';
import {
  byTheExport,
  byTheService,
  exportInto,
  largestDifference,
  someInputs,
} from '../../support/exported';
import { SHIPPED_MODELS } from '../../support/model-folder';
import { PHOTO_CLASSES, writePhotoVersion } from '../../support/photo-version';
import { writeTaughtVersion } from '../../support/taught-version';
import { tinyHead, writeTinyVersion } from '../../support/tiny-version';

const IMAGES = 12;
const SHIPPED = ['cifar10-small-2', 'cifar10-standard-8'];

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'export-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const exported = (version: ModelVersion): Promise<string> =>
  exportInto(path.join(folder, `export-of-${version.name}`), version);
const taught = async (): Promise<ModelVersion> =>
  writeTaughtVersion(folder, await openVersion(path.join(SHIPPED_MODELS, SHIPPED[0]!)));
const shipped = (name: string): Promise<ModelVersion> =>
  openVersion(path.join(SHIPPED_MODELS, name));

describe('classifier.onnx', () => {
  it.each<[string, () => Promise<ModelVersion>]>([
    ...SHIPPED.map((name): [string, () => Promise<ModelVersion>] => [name, () => shipped(name)]),
    ['a version that was taught a class', taught],
    ['a version on a network from elsewhere', () => writePhotoVersion(folder)],
    ['a version whose graph has no other head', () => writeTinyVersion(folder)],
    [
      'a head that brings features to one scale',
      () =>
        writeTinyVersion(
          folder,
          {},
          {
            ...tinyHead(),
            weights: tinyHead().weights.map((weight) => 500 * weight),
            centre: Float32Array.of(100, 90, 120),
            scale: Float32Array.of(1, 3, 0.5),
          },
        ),
    ],
  ])('gives the probabilities of the service, in one file: %s', async (_, write) => {
    const version = await write();
    const target = await exported(version);
    const images = someInputs(IMAGES, version.card.input);
    const expected = await byTheService(version, images);
    const file = path.join(target, 'classifier.onnx');
    const actual = await byTheExport(file, images, version.card.input);
    expect(largestDifference(actual, expected)).toBeLessThan(1e-4);
    // They are no answers that every picture gets.
    expect(largestDifference(expected.slice(1), expected.slice(0, -1))).toBeGreaterThan(0.1);
  });

  it('gives the features too, and nothing else', async () => {
    const version = await taught();
    const { graph } = onnx.ModelProto.decode(
      readFileSync(path.join(await exported(version), 'classifier.onnx')),
    );
    expect(graph!.output!.map(({ name }) => name)).toEqual(['probabilities', 'features']);
    expect(graph!.initializer!.map(({ name }) => name)).not.toContain('head/kernel');
    const external = onnx.TensorProto.DataLocation.EXTERNAL;
    expect(graph!.initializer!.every(({ dataLocation }) => dataLocation !== external)).toBe(true);
  });

  it('gives an image that lies in the centre the probabilities that the service gives it', async () => {
    const bias = Float32Array.of(1, 0.5, 0);
    const head = { ...tinyHead(), bias, centre: new Float32Array(3) };
    const version = await writeTinyVersion(folder, {}, head);
    const { input } = version.card;
    const black = [new Uint8Array(input.width * input.height * 3)];
    const file = path.join(await exported(version), 'classifier.onnx');
    const actual = await byTheExport(file, black, input);
    expect(largestDifference(actual, await byTheService(version, black))).toBeLessThan(1e-6);
    expect(actual[0]![0]).toBeGreaterThan(actual[0]![1]!);
  });
});

describe('classifier.int8.onnx', () => {
  it.each<[string, () => Promise<ModelVersion>]>([
    ...SHIPPED.map((name): [string, () => Promise<ModelVersion>] => [name, () => shipped(name)]),
    ['a version that was taught a class', taught],
  ])('gives the probabilities of the service at 8 bits: %s', async (_, write) => {
    const version = await write();
    const images = someInputs(IMAGES, version.card.input);
    const expected = await byTheService(version, images, 'int8');
    const file = path.join(await exported(version), 'classifier.int8.onnx');
    const actual = await byTheExport(file, images, version.card.input);
    expect(largestDifference(actual, expected)).toBeLessThan(1e-4);
  });
});

describe('the TensorFlow.js model', () => {
  it.each<[string, () => Promise<ModelVersion>]>([
    [SHIPPED[0]!, () => shipped(SHIPPED[0]!)],
    ['a version that was taught a class', taught],
  ])('loads by itself, and gives the probabilities of the service: %s', async (_, write) => {
    await tf.setBackend('cpu');
    const version = await write();
    const saved = await readLayersModel(path.join(await exported(version), 'model.json'));
    const model = await tf.loadLayersModel(tf.io.fromMemory(saved));
    const { height, width } = version.card.input;
    const images = someInputs(2, version.card.input);
    const pixels = tf.tensor4d(
      images.flatMap((image) => [...image]),
      [images.length, height, width, 3],
    );
    const values = await (model.predict(pixels) as tf.Tensor2D).array();
    const actual = values.map((row) => Float32Array.from(row));
    expect(largestDifference(actual, await byTheService(version, images))).toBeLessThan(1e-4);
  });
});

describe('an export', () => {
  it('has what its version has, and tells what each file is', async () => {
    const photo = await exported(await writePhotoVersion(folder));
    expect(readdirSync(photo).sort()).toEqual([
      'LICENSES.md',
      'README.md',
      'card.json',
      'classifier.onnx',
      'fit-picture.js',
      'labels.json',
      'preprocessing.json',
    ]);
    const cifar = await exported(await taught());
    expect(readdirSync(cifar)).toEqual(
      expect.arrayContaining(['classifier.int8.onnx', 'model.json', 'weights.bin']),
    );
    for (const target of [photo, cifar]) {
      const readme = readFileSync(path.join(target, 'README.md'), 'utf8');
      for (const file of readdirSync(target)) expect(readme).toContain(`| \`${file}\` |`);
    }
  });

  it('names the classes in the order of the probabilities', async () => {
    const target = await exported(await writePhotoVersion(folder));
    expect(JSON.parse(readFileSync(path.join(target, 'labels.json'), 'utf8'))).toEqual(
      PHOTO_CLASSES,
    );
  });

  it('says how pictures are fitted, and explains every field', async () => {
    const target = await exported(await writePhotoVersion(folder));
    const { explanations, ...fields } = JSON.parse(
      readFileSync(path.join(target, 'preprocessing.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(fields).toMatchObject({
      width: 24,
      height: 16,
      fit: 'cover',
      crop: 0.875,
      kernel: 'cubic',
      resize: [18, 27],
      inside_the_graph: { layout: 'NCHW', mean: [123.7, 116.3, 103.5] },
    });
    expect(Object.keys(explanations as object).sort()).toEqual(Object.keys(fields).sort());
  });

  it('names the licence of a network from elsewhere', async () => {
    const target = await exported(await writePhotoVersion(folder));
    const licences = readFileSync(path.join(target, 'LICENSES.md'), 'utf8');
    expect(licences).toContain('Apache-2.0');
    expect(licences).toContain('six-filters.onnx');
    expect(licences).toContain('MIT License');
  });

  it('has ten lines of code at most for each language', async () => {
    for (const version of [await writePhotoVersion(folder), await taught()]) {
      const readme = readFileSync(path.join(await exported(version), 'README.md'), 'utf8');
      const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
      expect(blocks.map(([, language]) => language)).toEqual(['js', 'python', 'js']);
      for (const [, , code] of blocks) expect(code!.trimEnd().split('\n').length).toBeLessThan(11);
    }
  });
});
