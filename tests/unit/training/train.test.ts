import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
  train,
  TrainingDivergedError,
  type TrainingOptions,
  type TrainingProgress,
} from '../../../src/training/train';
import { TENSORFLOW_ENGINES } from '../../support/backends';
import { learnableImages, noiseImages } from '../../support/networks';
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
    const { layers } = await train(options({ recipe: { ...TINY_RECIPE, epochs: 1 } }));
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
    await train(options({ recipe: { ...TINY_RECIPE, epochs: 1 } }));
    await expect(train(options())).rejects.toThrow(/another recipe/);
    const file = path.join(runFolder, 'checkpoint.bin');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 100));
    await expect(train(options({ recipe: { ...TINY_RECIPE, epochs: 1 } }))).rejects.toThrow(
      CheckpointError,
    );
    expect((await readFile(file)).length).toBe(bytes.length - 100);
  });

  it('does not go on with another number of images set apart', async () => {
    await train(options({ recipe: { ...TINY_RECIPE, epochs: 1 } }));
    const validation = learnableImages(90, 3, 2);
    await expect(
      train(options({ recipe: { ...TINY_RECIPE, epochs: 1 }, validation })),
    ).rejects.toThrow('another number of images to validate with');
  });

  it('stops when the loss is no number, keeping the last checkpoint', async () => {
    const file = path.join(runFolder, 'checkpoint.bin');
    let learningRate = TINY_RECIPE.learningRate;
    let afterEpoch: Buffer | undefined;
    const recipe = {
      ...TINY_RECIPE,
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
    const recipe = { ...TINY_RECIPE, batchSize: 1000 };
    await expect(train(options({ recipe }))).rejects.toThrow(
      '240 training images do not fill one batch of 1000',
    );
  });
});

function largestWeightDifference(a: FoldedNetwork, b: FoldedNetwork): number {
  const [left, right] = [filterValues(a), filterValues(b)];
  return Math.max(...left.map((value, i) => Math.abs(value - right[i]!)));
}
