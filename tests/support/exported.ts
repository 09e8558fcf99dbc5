import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeExport } from '../../src/export/write-export';
import { inputValues, type InputSpec } from '../../src/config/input-spec';
import { InferenceSession, Tensor } from '../../src/onnx/runtime';
import { createClassifier } from '../../src/inference/create-classifier';
import type { ModelVersion } from '../../src/registry/version';
import { seededRandom } from '../../src/evaluation/random';

const ROOT = path.join(__dirname, '..', '..');

/** Exports a version into a folder that is made for it. */
export async function exportInto(
  target: string,
  { folder }: Pick<ModelVersion, 'folder'>,
): Promise<string> {
  await mkdir(target, { recursive: true });
  await writeExport({
    version: folder,
    target,
    licenceFile: path.join(ROOT, 'LICENSE'),
    fitPictureFile: path.join(ROOT, 'public', 'js', 'fit-picture.js'),
    producerVersion: '1',
  });
  return target;
}

/** @returns count inputs of noise and gradients, uint8 [height, width, 3] each */
export function someInputs(count: number, input: InputSpec, seed = 1): Uint8Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const colour = [random.next(), random.next(), random.next()].map((share) => share * 255);
    const noise = (i % 4) * 30;
    return Uint8Array.from({ length: inputValues(input) }, (__, at) =>
      Math.max(
        0,
        Math.min(255, colour[at % 3]! * ((at % 97) / 97 + 0.3) + (random.next() - 0.5) * noise),
      ),
    );
  });
}

/** What the service makes of inputs: float32 [classes] each. */
export async function byTheService(
  version: ModelVersion,
  images: readonly Uint8Array[],
  precision: 'fp32' | 'int8' = 'fp32',
): Promise<Float32Array[]> {
  const silent = { info: () => undefined, error: () => undefined };
  const classifier = await createClassifier(
    version,
    {
      engine: 'onnx',
      precision,
      workers: 1,
      maxBatchSize: 8,
      maxQueueDelayMs: 0,
      maxQueueSize: 64,
      timeoutMs: 10_000,
    },
    silent,
  );
  try {
    return (await classifier.classify(images)).map(({ probabilities }) => probabilities);
  } finally {
    await classifier.close();
  }
}

/** What an exported graph makes of the same inputs, read from its bytes: it needs no other file. */
export async function byTheExport(
  file: string,
  images: readonly Uint8Array[],
  { height, width }: InputSpec,
): Promise<Float32Array[]> {
  const session = await InferenceSession.create(await readFile(file), { logSeverityLevel: 3 });
  try {
    const data = Uint8Array.from(images.flatMap((image) => [...image]));
    const { probabilities } = await session.run({
      images: new Tensor('uint8', data, [images.length, height, width, 3]),
    });
    const values = probabilities!.data as Float32Array;
    const classes = values.length / images.length;
    return images.map((_, i) => values.slice(i * classes, (i + 1) * classes));
  } finally {
    await session.release();
  }
}

/** The largest difference between two sets of probabilities. */
export function largestDifference(
  left: readonly Float32Array[],
  right: readonly Float32Array[],
): number {
  if (left.length !== right.length) throw new RangeError('they are of different pictures');
  return Math.max(
    ...left.flatMap((row, i) => {
      if (row.length !== right[i]!.length) throw new RangeError('they are of different classes');
      return [...row].map((value, c) => Math.abs(value - right[i]![c]!));
    }),
  );
}
