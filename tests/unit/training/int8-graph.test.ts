import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { loadTensorFlow } from '../../../src/tensorflow/load-backend';
import { makeInt8Graph } from '../../../src/training/export/make-int8-graph';
import { withOnnxGraph } from '../../../src/training/export/run-onnx';
import { loadFolded } from '../../../src/training/network/folded-model';
import type { FoldedNetwork } from '../../../src/training/network/folded-network';
import { quantizationOf, quantizeBias, quantizeFilter } from '../../../src/onnx/quantize';
import { RECIPES } from '../../../src/training/recipe';
import { train } from '../../../src/training/train';
import { learnableImages, TINY_NETWORK } from '../../support/networks';

const CLASSES = 3;
const TRAINING = learnableImages(120, CLASSES);
const HELD_OUT = learnableImages(40, CLASSES, 2);

describe('quantization', () => {
  it('represents zero exactly and every value in range within half a step', () => {
    const bound = fc.integer({ min: -1e6, max: 1e6 }).map((whole) => whole / 1000);
    fc.assert(
      fc.property(bound, bound, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const [low, high] = [Math.min(a, b, 0), Math.max(a, b, 0)];
        const { scale, zeroPoint } = quantizationOf(low, high);
        expect(Number.isInteger(zeroPoint) && zeroPoint >= 0 && zeroPoint <= 255).toBe(true);
        const value = low + (high - low) * share;
        const whole = Math.min(255, Math.max(0, Math.round(value / scale) + zeroPoint));
        expect(Math.abs((whole - zeroPoint) * scale - value)).toBeLessThanOrEqual(scale * 1.001);
      }),
    );
  });

  it('gives each output channel of a filter its own scale, and turns HWIO into OIHW', () => {
    // 1×1, two inputs, two outputs: output 0 is small, output 1 large
    const { values, scales } = quantizeFilter(Float32Array.of(0.1, -50, 0.05, 100), [1, 1, 2, 2]);
    expect([...values]).toEqual([127, 64, -64, 127]);
    expect(scales[0]).toBeCloseTo(0.1 / 127, 8);
    expect(scales[1]).toBeCloseTo(100 / 127, 5);
    expect([...quantizeBias(Float32Array.of(1, 1), 0.5, scales)]).toEqual([2540, 3]);
  });

  it('survives a channel without weights', () => {
    const { values, scales } = quantizeFilter(new Float32Array(4), [1, 1, 2, 2]);
    expect([...values]).toEqual([0, 0, 0, 0]);
    expect([...scales]).toEqual([1, 1]);
  });
});

describe('the int8 graph', () => {
  let layers: FoldedNetwork;

  beforeAll(async () => {
    await loadTensorFlow('tfjs-wasm');
    const runFolder = mkdtempSync(path.join(os.tmpdir(), 'int8-'));
    ({ layers } = await train({
      specification: TINY_NETWORK,
      classNames: ['One', 'Two', 'Three'],
      recipe: { ...RECIPES.short, epochs: 8, batchSize: 20, learningRate: 6 },
      training: TRAINING,
      validation: HELD_OUT,
      dataFingerprint: 'made up',
      runFolder,
    }));
    rmSync(runFolder, { recursive: true });
  });

  it('comes close to the float32 network in logits and features', async () => {
    const folded = loadFolded(layers);
    const { graph, report } = await makeInt8Graph(layers, folded, TRAINING.images, HELD_OUT, '0');
    expect(report).toMatchObject({ images: 40, calibration_images: 120 });
    const expected = await folded.predict(HELD_OUT.images, 10);
    folded.dispose();
    if (graph === null) throw new Error(`it lost too much: ${JSON.stringify(report)}`);
    const actual = await withOnnxGraph({ 'model.onnx': graph }, 'model.onnx', (session) =>
      session.run(HELD_OUT.images, 10),
    );
    expect(relativeDistance(actual.features, expected.features)).toBeLessThan(0.5);
    expect(relativeDistance(actual.logits, expected.logits)).toBeLessThan(0.5);
    expect(actual.features).not.toEqual(expected.features); // it really is the int8 graph
  });

  it('is left out when it is worse than its gate allows', async () => {
    const folded = loadFolded(layers);
    const { logits } = await folded.predict(HELD_OUT.images, 40);
    // Labels that the float32 network hits every time: whatever int8 decides otherwise is a loss.
    const labels = Uint8Array.from(HELD_OUT.labels, (_, i) => {
      const row = [...logits.subarray(i * CLASSES, (i + 1) * CLASSES)];
      return row.indexOf(Math.max(...row));
    });
    const black = new Uint8Array(TRAINING.images.length); // calibrates to nothing that will come
    const { graph, report } = await makeInt8Graph(
      layers,
      folded,
      black,
      { images: HELD_OUT.images, labels },
      '0',
    );
    folded.dispose();
    expect(report.accuracy_fp32).toBe(1);
    expect(report.accuracy_int8).toBeLessThan(0.997);
    expect(graph).toBeNull();
  });
});

function relativeDistance(a: Float32Array, b: Float32Array): number {
  const square = (values: Iterable<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(square(a.map((value, i) => value - b[i]!)) / square(b));
}
