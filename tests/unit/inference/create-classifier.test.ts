import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { IMAGE_VALUES } from '../../../src/config/image-shape';
import type { Classifier } from '../../../src/inference/classification';
import { createClassifier, type ClassifierOptions } from '../../../src/inference/create-classifier';
import { ClosedError, EngineError } from '../../../src/inference/errors';
import type { ModelVersion } from '../../../src/registry/version';
import { writeGreyVersion, writeTurnedVersion } from '../../support/tiny-variants';
import { TINY_CLASSES, tinyHead, writeTinyVersion } from '../../support/tiny-version';

const OPTIONS: ClassifierOptions = {
  engine: 'onnx',
  precision: 'auto',
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

  it('looks at images and their mirror images, to the same effect where sides do not matter', async () => {
    const classifier = await create({ mirroredView: true });
    const channels = Array.from({ length: 10 }, (_, i) => (i * 7) % 3);
    const results = await classifier.classify(channels.map(plain));
    const once = await (await create()).classify(channels.map(plain));
    expect(results.map(({ classIndex }) => classIndex)).toEqual(channels);
    for (const [i, { probabilities, distance }] of results.entries()) {
      expect(probabilities).toEqual(once[i]!.probabilities);
      expect(distance).toBeCloseTo(once[i]!.distance, 5);
    }
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
    const begun = { workers: 1, queuedImages: 1, runningImages: 2, batches: 1, batchedImages: 2 };
    expect(classifier.load).toEqual(begun);
    await answer;
    const over = { workers: 1, queuedImages: 0, runningImages: 0, batches: 2, batchedImages: 3 };
    expect(classifier.load).toEqual(over);
  });

  if (process.platform === 'linux') {
    it('leaves the cores to the event loop first', async () => {
      const nicerThreads = (): number =>
        readdirSync('/proc/self/task')
          .map((id) => readFileSync(`/proc/self/task/${id}/stat`, 'utf8'))
          // What follows the name of the thread begins with the third field; niceness is the 19th.
          .filter((stat) => Number(stat.split(') ').at(-1)!.split(' ')[16]) > getPriority()).length;
      const before = nicerThreads();
      await create({ workers: 2 });
      expect(nicerThreads()).toBe(before + 2);
    });
  }

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

  it('says how far an image is from all that the version knows', async () => {
    const classifier = await create();
    const grey = new Uint8Array(IMAGE_VALUES).fill(128);
    const [red, none] = await classifier.classify([plain(0), grey]);
    expect(red!.distance).toBeCloseTo(0, 5);
    expect(red!.uncertain).toBe(false);
    expect(none!.distance).toBeCloseTo(1 - 1 / Math.sqrt(3), 5);
    expect(none!.uncertain).toBe(true);
  });

  describe('swapping versions', () => {
    let turned: ModelVersion;
    let grey: ModelVersion;
    beforeAll(async () => {
      turned = await writeTurnedVersion(modelDir, 'turned');
      grey = await writeGreyVersion(modelDir, 'grey');
    });

    const classOf = async (classifier: Classifier, channel: number): Promise<string> => {
      const [result] = await classifier.classify([plain(channel)]);
      return `${result!.modelVersion}: ${result!.classNames[result!.classIndex]!}`;
    };

    it('answers with another head of the same graph, and its classes', async () => {
      const classifier = await create();
      await classifier.swap(grey);
      expect(classifier.version.name).toBe('grey');
      expect(await classOf(classifier, 1)).toBe('grey: Green');
      const [none] = await classifier.classify([new Uint8Array(IMAGE_VALUES).fill(128)]);
      expect(none!.classNames[none!.classIndex]).toBe('Grey');
    });

    it.each(['onnx', 'tfjs'] as const)('answers with another graph (%s)', async (engine) => {
      const classifier = await create({ engine, workers: 2 });
      await classifier.swap(turned);
      expect(await classOf(classifier, 1)).toBe('turned: Vert');
      await classifier.swap(version);
      expect(await classOf(classifier, 2)).toBe('tiny: Blue');
    });

    it('lets the version before answer what it has begun', async () => {
      const classifier = await create({ maxBatchSize: 1 });
      const answers = classifier.classify([0, 1, 2, 0, 1, 2].map(plain));
      await classifier.swap(turned);
      const after = await classifier.classify([plain(0)]);
      const results = [...(await answers), ...after];
      expect(results[0]!.modelVersion).toBe('tiny');
      expect(results.at(-1)!.modelVersion).toBe('turned');
      const names = results.map(({ classNames, classIndex }) => classNames[classIndex]!);
      const french: Record<string, string> = { Rouge: 'Red', Vert: 'Green', Bleu: 'Blue' };
      expect(names.map((name) => french[name] ?? name)).toEqual(
        [0, 1, 2, 0, 1, 2, 0].map((channel) => TINY_CLASSES[channel]),
      );
    });

    it('goes on with the version before when the other has a broken graph', async () => {
      const broken = await writeTurnedVersion(modelDir, 'broken-swap');
      await writeFile(broken.onnxFile, 'no graph at all');
      const classifier = await create({ workers: 2 });
      await expect(classifier.swap(broken)).rejects.toBeInstanceOf(EngineError);
      expect(await classOf(classifier, 0)).toBe('tiny: Red');
      expect(classifier.version.name).toBe('tiny');
    });

    it('goes on with the version before when the head of the other does not fit', async () => {
      const head = { ...tinyHead(), features: 2, weights: new Float32Array(6) };
      const classifier = await create();
      await expect(classifier.swap({ ...turned, head })).rejects.toBeInstanceOf(EngineError);
      expect(await classOf(classifier, 0)).toBe('tiny: Red');
    });

    it('asks once more when all is ready, and takes a refusal', async () => {
      const classifier = await create();
      const refuse = (): Promise<never> => Promise.reject(new Error('the disk is full'));
      await expect(classifier.swap(turned, refuse)).rejects.toThrow('the disk is full');
      expect(await classOf(classifier, 0)).toBe('tiny: Red');
    });

    it('answers with another version beside its own, in the same batches', async () => {
      const classifier = await create({ workers: 2 });
      const beside = await classifier.loadVersion(turned);
      const lease = beside.lease();
      const [own, others] = await Promise.all([
        classifier.classify([plain(0), plain(1)]),
        lease.classify([plain(0), plain(1), plain(2)]),
      ]);
      expect(own.map(({ modelVersion }) => modelVersion)).toEqual(['tiny', 'tiny']);
      expect(others.map(({ modelVersion }) => modelVersion)).toEqual(
        Array<string>(3).fill(turned.name),
      );
      expect(await classOf(classifier, 0)).toBe('tiny: Red');
      const unloaded = beside.unload();
      // Whoever holds it is answered until it is let go.
      expect(await lease.classify([plain(0)])).toEqual([others[0]]);
      lease.release();
      await unloaded;
    });

    it('loads one version after the other, whoever asks for them', async () => {
      const classifier = await create();
      const [beside] = await Promise.all([
        classifier.loadVersion(turned),
        classifier.swap(turned),
        classifier.loadVersion(turned),
      ]);
      expect(classifier.version.name).toBe(turned.name);
      const lease = beside.lease();
      expect(await lease.classify([plain(0)])).toEqual(await classifier.classify([plain(0)]));
      lease.release();
    });

    it('counts by version what it has classified', async () => {
      const classifier = await create();
      await classifier.classify([plain(0), plain(1), plain(2)]);
      await classifier.swap(turned);
      await classifier.classify([plain(0)]);
      const { images, batches, batchSizes } = classifier.counts.get('tiny')!;
      expect([
        images,
        [...batchSizes.values()].reduce((sum, size) => sum + size.batches, 0),
      ]).toEqual([3, batches]);
      expect(classifier.counts.get(turned.name)).toMatchObject({ images: 1, batches: 1 });
    });
  });

  describe('does not start', () => {
    it.each(['onnx', 'tfjs'] as const)('with a broken graph (%s), and says why', async (engine) => {
      const broken = await writeTinyVersion(modelDir, { version: `broken-${engine}` });
      const file = engine === 'onnx' ? broken.onnxFile : broken.tfjsFile!;
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
