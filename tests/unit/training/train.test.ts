import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { CheckpointError } from '../../../src/training/checkpoint';
import { serializeLayersModel, toLayersModel } from '../../../src/training/export/layers-model';
import { toOnnx } from '../../../src/training/export/onnx-graph';
import { checkParity, ParityError } from '../../../src/training/export/parity';
import { withOnnxGraph } from '../../../src/training/export/run-onnx';
import type { FoldedNetwork } from '../../../src/training/network/folded-network';
import {
  readFinishedWeights,
  type FinishedWeights,
} from '../../../src/training/network/adopt-weights';
import { RECIPES, type Recipe } from '../../../src/training/recipe';
import {
  train,
  TrainingDivergedError,
  type TrainingOptions,
  type TrainingProgress,
} from '../../../src/training/train';
import { TENSORFLOW_ENGINES } from '../../support/backends';
import { learnableImages, noiseImages, TINY_NETWORK } from '../../support/networks';

// WebAssembly is slow, and slower still beside other tests.
jest.setTimeout(120_000);

const RECIPE: Recipe = { ...RECIPES.short, epochs: 3, batchSize: 20, learningRate: 6 };

describe.each(TENSORFLOW_ENGINES)('training on %s', (engine) => {
  let runFolder: string;
  beforeAll(async () => {
    await loadTensorFlow(engine);
  });
  beforeEach(() => {
    runFolder = mkdtempSync(path.join(os.tmpdir(), 'run-'));
  });
  afterEach(() => rmSync(runFolder, { recursive: true, force: true }));

  const options = (changes: Partial<TrainingOptions> = {}): TrainingOptions => ({
    specification: TINY_NETWORK,
    classNames: ['a', 'b', 'c'],
    recipe: RECIPE,
    training: learnableImages(240, 3),
    validation: learnableImages(60, 3, 2),
    dataFingerprint: 'made up',
    runFolder,
    ...changes,
  });

  it('learns, leaks no tensor, and tells its progress', async () => {
    const before = tf.memory().numTensors;
    const tensorsAfterEpoch: number[] = [];
    const { history } = await train(
      options({
        onProgress: (p) => {
          if (p.kind === 'epoch') tensorsAfterEpoch.push(tf.memory().numTensors);
        },
      }),
    );
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(history.at(-1)!.val_accuracy).toBeGreaterThan(0.9);
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
    expect(new Set(tensorsAfterEpoch).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on after an interruption as if there had been none', async () => {
    const whole = await train(options());
    const interrupted = mkdtempSync(path.join(os.tmpdir(), 'run-'));
    const abort = new AbortController();
    const first = train(
      options({
        runFolder: interrupted,
        signal: abort.signal,
        onProgress: (p) => {
          if (p.kind === 'step' && p.epoch === 2 && p.step === 5) abort.abort(new Error('stopped'));
        },
      }),
    );
    await expect(first).rejects.toThrow('stopped');
    const kinds: string[] = [];
    const resumed = await train(
      options({ runFolder: interrupted, onProgress: (p) => kinds.push(p.kind) }),
    );
    rmSync(interrupted, { recursive: true });
    expect(kinds[0]).toBe('resumed');
    expect(largestWeightDifference(whole.layers, resumed.layers)).toBeLessThan(1e-3);
  });

  it('exports the same network to tfjs and to ONNX, and notices when they differ', async () => {
    const { layers } = await train(options({ recipe: { ...RECIPE, epochs: 1 } }));
    const model = toLayersModel(layers);
    const { files, places } = await serializeLayersModel(model);
    const probe = noiseImages(20);
    const difference = (weights: Buffer): Promise<number> =>
      withOnnxGraph(
        { 'weights.bin': weights, 'model.onnx': toOnnx(layers, places, '0') },
        'model.onnx',
        (graph) => checkParity(model, graph, probe),
      );
    expect(await difference(files['weights.bin'])).toBeLessThan(1e-3);

    const altered = Buffer.from(files['weights.bin']);
    altered.writeFloatLE(0.01, places.get('head/bias')!.offset);
    await expect(difference(altered)).rejects.toThrow(ParityError);
    model.dispose();
  });

  it('refuses the checkpoint of another recipe and a damaged one, and leaves them as they are', async () => {
    await train(options({ recipe: { ...RECIPE, epochs: 1 } }));
    await expect(train(options())).rejects.toThrow(/another recipe/);
    const file = path.join(runFolder, 'checkpoint.bin');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 100));
    await expect(train(options({ recipe: { ...RECIPE, epochs: 1 } }))).rejects.toThrow(
      CheckpointError,
    );
    expect((await readFile(file)).length).toBe(bytes.length - 100);
  });

  it('goes on from the weights of a finished network', async () => {
    const { layers, history } = await train(options());
    const startFrom = await finishedWeightsOf(layers);

    // At a rate of almost nothing a network stays what it began as.
    const recipe = { ...RECIPE, epochs: 1, learningRate: 1e-12, whiteningShiftEpochs: 0 };
    const run = async (changes: Partial<TrainingOptions>): Promise<number> => {
      rmSync(runFolder, { recursive: true, force: true });
      return (await train(options({ recipe, ...changes }))).history[0]!.val_accuracy;
    };
    expect(await run({})).toBeLessThan(0.7);
    expect(await run({ startFrom })).toBeGreaterThan(history.at(-1)!.val_accuracy - 0.05);
    await expect(
      run({ startFrom, specification: { name: 'wider', widths: [8, 8, 16] } }),
    ).rejects.toThrow('the version to start from is of another network or has other classes');
  });

  it('ends between its own weights and those of a version of the same beginning', async () => {
    const first = await train(options());
    const weights = await finishedWeightsOf(first.layers);
    const recipe = { ...RECIPE, epochs: 2, whiteningShiftEpochs: 0, seed: 2 };
    const distance = async (share?: number): Promise<number> => {
      rmSync(runFolder, { recursive: true, force: true });
      const averageWith = share === undefined ? {} : { averageWith: { weights, share } };
      const { layers } = await train(options({ recipe, startFrom: weights, ...averageWith }));
      return rootMeanSquareDifference(first.layers, layers);
    };
    const whole = await distance();
    // The statistics, measured anew on few images, are noise.
    const [none, half, all] = [await distance(0), await distance(0.5), await distance(1)];
    expect(none).toBeGreaterThan(0.7 * whole);
    expect(half).toBeLessThan(0.8 * none);
    expect(all).toBeLessThan(0.8 * half);

    rmSync(runFolder, { recursive: true, force: true });
    const another = learnableImages(240, 3, 9);
    another.images.forEach((value, i) => (another.images[i] = 255 - value));
    await expect(
      train(options({ training: another, averageWith: { weights, share: 0.5 } })),
    ).rejects.toThrow('it does not come of the same beginning');
  });

  it('learns what its teachers say, by their share of the targets', async () => {
    // It takes each class for the next one.
    const { images, labels } = learnableImages(240, 3);
    const contrary = { images, labels: labels.map((label) => (label + 1) % 3) };
    const sure = { ...RECIPE, epochs: 8, labelSmoothing: 0 };
    const { layers } = await train(options({ training: contrary, recipe: sure }));
    const teacher = mkdtempSync(path.join(os.tmpdir(), 'teacher-'));
    const teacherGraphs = [await writeGraph(layers, teacher)];
    const taught = async (share: number): Promise<number> => {
      rmSync(runFolder, { recursive: true, force: true });
      const recipe = { ...RECIPE, teachers: { versions: ['contrary'], share } };
      return (await train(options({ recipe, teacherGraphs }))).history.at(-1)!.val_accuracy;
    };
    expect(await taught(0.1)).toBeGreaterThan(0.9);
    expect(await taught(0.9)).toBeLessThan(0.2);
    rmSync(teacher, { recursive: true });
  });

  it('does not go on with another number of images set apart', async () => {
    await train(options({ recipe: { ...RECIPE, epochs: 1 } }));
    const validation = learnableImages(90, 3, 2);
    await expect(train(options({ recipe: { ...RECIPE, epochs: 1 }, validation }))).rejects.toThrow(
      'another number of images to validate with',
    );
  });

  it('stops when the loss is no number, keeping the last checkpoint', async () => {
    const file = path.join(runFolder, 'checkpoint.bin');
    let learningRate = RECIPE.learningRate;
    let afterEpoch: Buffer | undefined;
    const recipe = {
      ...RECIPE,
      get learningRate() {
        return learningRate;
      },
    };
    const diverging = train(
      options({
        recipe,
        onProgress: (p) => {
          if (p.kind !== 'epoch') return;
          afterEpoch = readFileSync(file);
          learningRate = 1e30;
        },
      }),
    );
    await expect(diverging).rejects.toThrow(TrainingDivergedError);
    await expect(diverging).rejects.toThrow(/in step \d+ of epoch 2; the last checkpoint is kept/);
    expect((await readFile(file)).equals(afterEpoch!)).toBe(true);

    const told: TrainingProgress[] = [];
    const { history } = await train(options({ onProgress: (p) => told.push(p) }));
    expect(told[0]).toEqual({ kind: 'resumed', epoch: 1 });
    expect(history.at(-1)!.val_accuracy).toBeGreaterThan(0.9);
  });

  it('needs at least one full batch', async () => {
    const recipe = { ...RECIPE, batchSize: 1000 };
    await expect(train(options({ recipe }))).rejects.toThrow(
      '240 training images do not fill one batch of 1000',
    );
  });
});

/** As they are read from the files of a version. */
async function finishedWeightsOf(layers: FoldedNetwork): Promise<FinishedWeights> {
  const model = toLayersModel(layers);
  const { files } = await serializeLayersModel(model);
  model.dispose();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'finished-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  const weights = await readFinishedWeights({ tfjsFile: path.join(folder, 'model.json') });
  rmSync(folder, { recursive: true });
  return weights;
}

/** @returns the file of the network's ONNX graph, with its weights beside it */
async function writeGraph(layers: FoldedNetwork, folder: string): Promise<string> {
  const model = toLayersModel(layers);
  const { files, places } = await serializeLayersModel(model);
  model.dispose();
  const file = path.join(folder, 'model.onnx');
  writeFileSync(path.join(folder, 'weights.bin'), files['weights.bin']);
  writeFileSync(file, toOnnx(layers, places, '0'));
  return file;
}

function rootMeanSquareDifference(a: FoldedNetwork, b: FoldedNetwork): number {
  const [left, right] = [filterValues(a), filterValues(b)];
  const squares = left.map((value, i) => (value - right[i]!) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

function largestWeightDifference(a: FoldedNetwork, b: FoldedNetwork): number {
  const [left, right] = [filterValues(a), filterValues(b)];
  return Math.max(...left.map((value, i) => Math.abs(value - right[i]!)));
}

function filterValues(layers: FoldedNetwork): number[] {
  return layers.flatMap((layer) => (layer.kind === 'convolution' ? [...layer.filter] : []));
}
