import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IMAGE_VALUES } from '../../../src/config/image-shape';
import type { Classifier } from '../../../src/inference/classification';
import { createClassifier, type ClassifierOptions } from '../../../src/inference/create-classifier';
import { ClosedError, EngineError } from '../../../src/inference/errors';
import type { ModelVersion } from '../../../src/registry/version';
import { TINY_CLASSES, tinyHead, writeTinyVersion } from '../../support/tiny-version';

const OPTIONS: ClassifierOptions = {
  engine: 'onnx',
  workers: 1,
  maxBatchSize: 4,
  maxQueueDelayMs: 0,
  maxQueueSize: 64,
  timeoutMs: 20_000,
};
const silent = { info: () => undefined, error: () => undefined };

/** An image all of one colour: [255, 0, 0] for channel 0, and so on. */
function plain(channel: number): Uint8Array {
  const pixels = new Uint8Array(IMAGE_VALUES);
  for (let i = channel; i < pixels.length; i += 3) pixels[i] = 255;
  return pixels;
}

describe('classifier', () => {
  const classifiers: Classifier[] = [];
  let modelDir: string;
  let version: ModelVersion;

  const create = async (
    changes: Partial<ClassifierOptions> = {},
    served = version,
  ): Promise<Classifier> => {
    const classifier = await createClassifier(served, { ...OPTIONS, ...changes }, silent);
    classifiers.push(classifier);
    return classifier;
  };

  beforeAll(async () => {
    modelDir = await mkdtemp(path.join(tmpdir(), 'classifier-'));
    version = await writeTinyVersion(modelDir);
  });
  afterEach(() => Promise.all(classifiers.splice(0).map((classifier) => classifier.close())));
  afterAll(() => rm(modelDir, { recursive: true }));

  it('names the class of each image, in order, across batches and threads', async () => {
    const classifier = await create({ workers: 2 });
    const channels = Array.from({ length: 25 }, (_, i) => (i * 7) % 3);
    const results = await classifier.classify(channels.map(plain));
    expect(results.map(({ classIndex }) => classIndex)).toEqual(channels);
    expect(results.every(({ modelVersion }) => modelVersion === 'tiny')).toBe(true);
  });

  it('is as sure as the temperature-scaled softmax of the head', async () => {
    const tempered = await writeTinyVersion(
      modelDir,
      { version: 'tempered' },
      { ...tinyHead(), temperature: 2 },
    );
    const classifier = await create({}, tempered);
    const [result] = await classifier.classify([plain(1)]);
    const [strong, none] = [Math.exp(2.55 / 2), Math.exp(0)];
    expect(result!.confidence).toBeCloseTo(strong / (strong + 2 * none), 5);
    expect(result!.probabilities).toHaveLength(TINY_CLASSES.length);
    expect(result!.probabilities[1]).toBe(result!.confidence);
  });

  it('uses the head of the version, not the one in the graph', async () => {
    const head = { ...tinyHead(), bias: Float32Array.of(0, 0, 100) };
    const classifier = await create({}, { ...version, head });
    const [result] = await classifier.classify([plain(0)]);
    expect(TINY_CLASSES[result!.classIndex]).toBe('Blue');
  });

  it('runs the same network on TensorFlow.js', async () => {
    const [onnx, tfjs] = await Promise.all([create(), create({ engine: 'tfjs' })]);
    expect(onnx.engine).toMatch(/^onnxruntime-node \d/);
    expect(tfjs.engine).toMatch(/^tfjs-(node|wasm) /);
    const images = [0, 1, 2, 1, 0].map(plain);
    const copies = images.map((image) => image.slice());
    const [expected, actual] = [await onnx.classify(images), await tfjs.classify(copies)];
    for (const [i, { probabilities }] of actual.entries()) {
      probabilities.forEach((p, c) => expect(p).toBeCloseTo(expected[i]!.probabilities[c]!, 5));
    }
  });

  it('tells how busy it is', async () => {
    const classifier = await create({ maxBatchSize: 2 });
    const answer = classifier.classify([0, 1, 2].map(plain));
    await Promise.resolve();
    expect(classifier.load).toEqual({ workers: 1, queuedImages: 1, runningImages: 2 });
    await answer;
    expect(classifier.load).toEqual({ workers: 1, queuedImages: 0, runningImages: 0 });
  });

  it('refuses an image of another size before it reaches a batch', async () => {
    const classifier = await create();
    await expect(classifier.classify([new Uint8Array(10)])).rejects.toBeInstanceOf(RangeError);
  });

  it('answers what it took before it closes, and nothing after', async () => {
    const classifier = await create();
    const answer = classifier.classify([plain(2)]);
    await classifier.close();
    await expect(answer).resolves.toHaveLength(1);
    await expect(classifier.classify([plain(2)])).rejects.toBeInstanceOf(ClosedError);
  });

  describe('does not start', () => {
    it.each(['onnx', 'tfjs'] as const)('with a broken graph (%s), and says why', async (engine) => {
      const broken = await writeTinyVersion(modelDir, { version: `broken-${engine}` });
      const file = engine === 'onnx' ? broken.onnxFile : broken.tfjsFile;
      const bytes = await readFile(file);
      await writeFile(file, bytes.subarray(0, bytes.length / 2));
      const start = create({ engine, workers: 2 }, broken);
      await expect(start).rejects.toBeInstanceOf(EngineError);
      await expect(start).rejects.toThrow(/Load model|Protobuf|JSON/);
    });

    it('with a head that does not fit the graph', async () => {
      const head = { ...tinyHead(), features: 2, weights: new Float32Array(6) };
      await expect(create({}, { ...version, head })).rejects.toThrow(
        'the graph of tiny gives 3 features and its head takes 2',
      );
    });
  });
});
