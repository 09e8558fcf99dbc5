import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { CIFAR10_CLASSES } from '../../../../src/config/cifar10';
import type { Dataset } from '../../../../src/dataset/collections/dataset';
import { readDataset } from '../../../../src/dataset/collections/read-dataset';
import { softmaxRows } from '../../../../src/evaluation/calibration';
import { headLogits } from '../../../../src/evaluation/head-logits';
import { seededRandom, shuffledIndices } from '../../../../src/evaluation/random';
import { pixelStatistics } from '../../../../src/imaging/pixel-statistics';
import { certaintyOf } from '../../../../src/monitoring/drift/confidence-bins';
import { driftState } from '../../../../src/monitoring/drift/drift-state';
import {
  alarmingSignals,
  judgeWindow,
  type JudgedWindow,
} from '../../../../src/monitoring/drift/judge-window';
import { referenceOf } from '../../../../src/monitoring/drift/read-reference';
import type { DriftReference } from '../../../../src/monitoring/drift/reference';
import { addPicture, emptySums } from '../../../../src/monitoring/drift/window-sums';
import { openOnnxGraph } from '../../../../src/onnx/run-graph';
import { openVersion } from '../../../../src/registry/open-version';
import type { ModelVersion } from '../../../../src/registry/version';
import { SHIPPED_MODELS } from '../../../support/model-folder';

const ROOT = path.join(__dirname, '..', '..', '..', '..');
const DATA = process.env.CIFAR_DIR ?? path.join(ROOT, 'data');
const SIDE = 32;
const VALUES = SIDE * SIDE * 3;
const WINDOW = 500;

jest.setTimeout(600_000);

type Change = (images: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** What is done to pictures, and how far off the estimated accuracy may be then, on average. */
const CHANGES: readonly [string, Change, number][] = [
  ['inverted', (images) => images.map((value) => 255 - value), 0.08],
  ['darkened', (images) => images.map((value) => 0.4 * value), 0.08],
  ['blurred', (images) => blurred(images, 1), 0.08],
  // Little is left of pictures of 32 pixels, and the networks are too sure of that.
  ['much blurred', (images) => blurred(images, 2), 0.12],
];

/** Pictures in the order in which they come, as a version sees them. */
interface Stream {
  readonly labels: ArrayLike<number>;
  readonly features: Float32Array;
  readonly probabilities: Float32Array;
  readonly images: Uint8Array;
}

interface Window {
  readonly judged: JudgedWindow;
  readonly accuracy: number;
}

let data: Dataset;

beforeAll(async () => {
  if (!existsSync(path.join(DATA, 'cifar-10-batches-bin'))) {
    execFileSync('npm', ['run', 'data:download', '--', '--from', 'npm', '--dir', DATA], {
      cwd: ROOT,
    });
  }
  data = await readDataset(DATA, 'test', { classNames: CIFAR10_CLASSES });
}, 600_000);

describe.each(['cifar10-small-2', 'cifar10-standard-8'])(
  'real pictures, as %s sees them',
  (name) => {
    let version: ModelVersion;
    let reference: DriftReference;
    let clean: readonly Window[];

    beforeAll(async () => {
      version = await openVersion(path.join(SHIPPED_MODELS, name));
      const known = await referenceOf(version);
      if (typeof known === 'string') throw new Error(known);
      reference = known;
      clean = windowsOf(await see(data.images, data.labels), 50);
    }, 600_000);

    it('alarm at most once in fifty windows of pictures like those it knows', () => {
      const alarms = clean.filter(({ judged }) => alarmingSignals(judged).length > 0);
      expect(alarms.length).toBeLessThanOrEqual(1);
      expect(driftState(clean.map(({ judged }) => judged))).toEqual({ kind: 'none' });
    });

    it('are recognised as often as estimated, within three points', () => {
      expect(Math.abs(meanError(clean, 'byThreshold'))).toBeLessThanOrEqual(0.03);
      expect(Math.abs(meanError(clean, 'byConfidence'))).toBeLessThanOrEqual(0.03);
    });

    it.each(CHANGES)('that are %s alarm within two windows', async (_, change, mostError) => {
      const count = 4 * WINDOW;
      const images = await change(data.images.slice(0, count * VALUES));
      const windows = windowsOf(await see(images, data.labels), 4);
      expect(driftState(windows.slice(0, 2).map(({ judged }) => judged)).kind).toBe('drifting');
      expect(Math.abs(meanError(windows, 'byThreshold'))).toBeLessThanOrEqual(mostError);
    });

    it('of things that it does not know alarm within two windows', async () => {
      const images = unknownThings(2 * WINDOW);
      const windows = windowsOf(await see(images, new Uint8Array(2 * WINDOW)), 2);
      expect(driftState(windows.map(({ judged }) => judged)).kind).toBe('drifting');
    });

    it('of two classes alone alarm within two windows', async () => {
      const some = [...data.labels.keys()].filter((i) => data.labels[i]! < 2).slice(0, 2 * WINDOW);
      const images = new Uint8Array(some.length * VALUES);
      for (const [at, i] of some.entries()) {
        images.set(data.images.subarray(i * VALUES, (i + 1) * VALUES), at * VALUES);
      }
      const stream = await see(
        images,
        some.map((i) => data.labels[i]!),
      );
      const windows = windowsOf(stream, 2);
      expect(alarmingSignals(windows[0]!.judged)).toContain('classes');
    });

    async function see(images: Uint8Array, labels: ArrayLike<number>): Promise<Stream> {
      const graph = await openOnnxGraph(version.onnxFile, 0);
      try {
        const { features } = await graph.run(images, 100);
        const logits = headLogits(version.head, features);
        const { classes, temperature } = version.head;
        const probabilities = softmaxRows(logits, classes, temperature);
        return { labels, features, probabilities, images };
      } finally {
        await graph.close();
      }
    }

    /** Windows of pictures in random order; where they are used up, they come again in another. */
    function windowsOf(stream: Stream, count: number): Window[] {
      const random = seededRandom(9);
      const order: number[] = [];
      while (order.length < count * WINDOW) {
        order.push(...shuffledIndices(stream.images.length / VALUES, random));
      }
      return Array.from({ length: count }, (_, w) =>
        windowOf(stream, order.slice(w * WINDOW, (w + 1) * WINDOW), w),
      );
    }

    function windowOf(stream: Stream, pictures: readonly number[], id: number): Window {
      const { classes, features: width } = version.head;
      const sums = emptySums(version.head);
      let right = 0;
      for (const i of pictures) {
        const row = stream.probabilities.subarray(i * classes, (i + 1) * classes);
        const classIndex = row.indexOf(Math.max(...row));
        if (classIndex === stream.labels[i]) right++;
        addPicture(sums, version.head, {
          classIndex,
          confidence: row[classIndex]!,
          certainty: certaintyOf(row),
          uncertain: false,
          features: stream.features.subarray(i * width, (i + 1) * width),
          pixels: pixelStatistics(stream.images.subarray(i * VALUES, (i + 1) * VALUES), SIDE, SIDE),
        });
      }
      const stored = { id, firstAt: id, lastAt: id, isClosed: true, sums, strangest: [] };
      return { judged: judgeWindow(stored, reference), accuracy: right / pictures.length };
    }
  },
);

function meanError(windows: readonly Window[], by: keyof JudgedWindow['estimates']): number {
  const errors = windows.map(({ judged, accuracy }) => judged.estimates[by].value - accuracy);
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

async function blurred(images: Uint8Array, sigma: number): Promise<Uint8Array> {
  const result = new Uint8Array(images.length);
  for (let start = 0; start < images.length; start += VALUES) {
    const picture = sharp(images.subarray(start, start + VALUES), {
      raw: { width: SIDE, height: SIDE, channels: 3 },
    });
    result.set(await picture.blur(sigma).raw().toBuffer(), start);
  }
  return result;
}

/** Stripes of two colours. */
function unknownThings(count: number): Uint8Array {
  const random = seededRandom(4);
  const images = new Uint8Array(count * VALUES);
  for (let i = 0; i < count; i++) {
    const period = 2 + random.below(12);
    const colours = Array.from({ length: 6 }, () => random.below(256));
    for (let p = 0; p < SIDE * SIDE; p++) {
      const from = Math.floor((p % SIDE) / period) % 2 === 0 ? 0 : 3;
      images.set(colours.slice(from, from + 3), i * VALUES + p * 3);
    }
  }
  return images;
}
