import type { InputSpec } from '../../config/input-spec';
import { inputValues } from '../../config/input-spec';
import { InferenceSession, Tensor } from '../../onnx/runtime';
import { BackboneError } from '../backbone-error';
import { FEATURES, IMAGES } from './assemble';
import type { ImageInput } from './image-input';
import { runProblem } from './run-problem';

/** One thread, and nothing written to the terminal. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 4,
};
const PROBES = 3;
/** Relative to the largest feature; sums of another order differ by some 1e-6. */
const TOLERANCE = 1e-3;

/** The shape of a tensor, and the name of its element type as ONNX Runtime has it. */
export interface FoundTensor {
  readonly dims: readonly number[];
  readonly type: string;
}

/**
 * Runs a network on an empty picture, to see the shapes of tensors.
 *
 * @param bytes a graph that takes what the network takes
 * @throws {BackboneError} when ONNX Runtime does not run it
 */
export async function shapesOf(
  bytes: Uint8Array,
  image: ImageInput,
  { width, height }: Pick<InputSpec, 'width' | 'height'>,
): Promise<Map<string, FoundTensor>> {
  return withSession(bytes, async (session) => {
    const batch = image.batch ?? 1;
    const values = batch * inputValues({ width, height });
    const dims = image.layout === 'NCHW' ? [batch, 3, height, width] : [batch, height, width, 3];
    const found = await session.run({ [image.name]: emptyTensor(image.type, values, dims) });
    return new Map(
      Object.entries(found).map(([name, { dims, type }]) => [name, { dims: [...dims], type }]),
    );
  });
}

function emptyTensor(type: ImageInput['type'], values: number, dims: readonly number[]): Tensor {
  switch (type) {
    case 'uint8':
      return new Tensor('uint8', new Uint8Array(values), dims);
    case 'float16':
      return new Tensor('float16', new Uint16Array(values), dims);
    case 'float32':
      return new Tensor('float32', new Float32Array(values), dims);
  }
}

/**
 * Runs a backbone on a few made-up pictures, together and one by one.
 *
 * @returns whether both ways give the same
 * @throws {BackboneError} when it does not run, or gives no features that tell pictures apart
 */
export async function isBatchConsistent(
  bytes: Uint8Array,
  spec: InputSpec,
  features: number,
): Promise<boolean> {
  const values = inputValues(spec);
  const pictures = madeUpPictures(PROBES, values);
  return withSession(bytes, async (session) => {
    const run = async (images: Uint8Array, count: number): Promise<Float32Array | undefined> => {
      const dims = [count, spec.height, spec.width, 3];
      const { [FEATURES]: found } = await session.run({
        [IMAGES]: new Tensor('uint8', images, dims),
      });
      return found?.data instanceof Float32Array && found.data.length === count * features
        ? found.data
        : undefined;
    };
    const single = new Float32Array(PROBES * features);
    for (let i = 0; i < PROBES; i++) {
      const one = await run(pictures.slice(i * values, (i + 1) * values), 1);
      if (one === undefined) return false;
      single.set(one, i * features);
    }
    checkFeatures(single, features);
    const together = await run(pictures, PROBES);
    return together !== undefined && areEqual(single, together);
  });
}

function checkFeatures(rows: Float32Array, features: number): void {
  if (!rows.every(Number.isFinite)) {
    throw new BackboneError('The network gives features that are not finite numbers.');
  }
  const differ = rows.some((value, i) => value !== rows[i % features]);
  if (!differ) throw new BackboneError('The network gives the same features for every picture.');
}

function areEqual(a: Float32Array, b: Float32Array): boolean {
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.every((value, i) => Math.abs(value - b[i]!) <= TOLERANCE * largest);
}

/** uint8, [count, values]: a slope, its reverse, and noise of a fixed seed. */
function madeUpPictures(count: number, values: number): Uint8Array {
  const pictures = new Uint8Array(count * values);
  let state = 1;
  for (let i = 0; i < values; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const slope = Math.floor((255 * i) / values);
    pictures[i] = slope;
    pictures[values + i] = 255 - ((slope + 85 * (i % 3)) % 256);
    pictures[2 * values + i] = state >>> 24;
  }
  return pictures;
}

async function withSession<T>(
  bytes: Uint8Array,
  task: (session: InferenceSession) => Promise<T>,
): Promise<T> {
  let session: InferenceSession | undefined;
  try {
    session = await InferenceSession.create(bytes, OPTIONS);
    return await task(session);
  } catch (error) {
    if (error instanceof BackboneError) throw error;
    throw runProblem(error);
  } finally {
    await session?.release();
  }
}
