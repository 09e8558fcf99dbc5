import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { serializeLayersModel, toLayersModel } from '../../../src/training/export/layers-model';
import { toOnnx } from '../../../src/training/export/onnx-graph';
import {
  readFinishedWeights,
  type FinishedWeights,
} from '../../../src/training/network/adopt-weights';
import type { FoldedNetwork } from '../../../src/training/network/folded-network';
import { train, type TrainingOptions } from '../../../src/training/train';
import { TENSORFLOW_ENGINES } from '../../support/backends';
import { learnableImages } from '../../support/networks';
import { filterValues, TINY_RECIPE, tinyTraining } from '../../support/tiny-training';

// WebAssembly is slow, and slower still beside other tests.
jest.setTimeout(120_000);

describe.each(TENSORFLOW_ENGINES)('training on %s', (engine) => {
  let runFolder: string;
  beforeAll(async () => {
    await loadTensorFlow(engine);
  });
  beforeEach(() => {
    runFolder = mkdtempSync(path.join(os.tmpdir(), 'run-'));
  });
  afterEach(() => rmSync(runFolder, { recursive: true, force: true }));

  const options = (changes: Partial<TrainingOptions> = {}): TrainingOptions =>
    tinyTraining(runFolder, changes);

  it('goes on from the weights of a finished network', async () => {
    const { layers, history } = await train(options());
    const startFrom = await finishedWeightsOf(layers);

    // At a rate of almost nothing a network stays what it began as.
    const recipe = { ...TINY_RECIPE, epochs: 1, learningRate: 1e-12, whiteningShiftEpochs: 0 };
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
    const recipe = { ...TINY_RECIPE, epochs: 2, whiteningShiftEpochs: 0, seed: 2 };
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
    const sure = { ...TINY_RECIPE, epochs: 8, labelSmoothing: 0 };
    const { layers } = await train(options({ training: contrary, recipe: sure }));
    const teacher = mkdtempSync(path.join(os.tmpdir(), 'teacher-'));
    const teacherGraphs = [await writeGraph(layers, teacher)];
    const taught = async (share: number): Promise<number> => {
      rmSync(runFolder, { recursive: true, force: true });
      const recipe = { ...TINY_RECIPE, teachers: { versions: ['contrary'], share } };
      return (await train(options({ recipe, teacherGraphs }))).history.at(-1)!.val_accuracy;
    };
    expect(await taught(0.1)).toBeGreaterThan(0.9);
    expect(await taught(0.9)).toBeLessThan(0.2);
    rmSync(teacher, { recursive: true });
  });
});

/** As they are read from the files of a version. */
async function finishedWeightsOf(layers: FoldedNetwork): Promise<FinishedWeights> {
  const model = toLayersModel(layers);
  const { files } = await serializeLayersModel(model);
  model.dispose();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'finished-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  const weights = await readFinishedWeights({
    name: 'a test',
    tfjsFile: path.join(folder, 'model.json'),
  });
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
