import { inputValues, type InputSpec } from '../../config/input-spec';
import { InferenceSession, Tensor } from '../../onnx/runtime';
import type { BackboneCard } from '../card';
import { FEATURES, IMAGES } from '../onnx/assemble';
import { quantiseGraph } from './quantise-graph';

/** Pictures on which the ranges of values are observed. */
const CALIBRATION_IMAGES = 32;
/** Others, on which both graphs are compared. */
const COMPARED_IMAGES = 24;
/** Of so few, the mean tells nothing. */
const FEWEST_IMAGES = 6;
/** Mean cosine between the features of both graphs, their mean taken off as heads do. */
const LEAST_COSINE = 0.98;
/** The int8 graph has to be faster by this much to be worth a second file. */
const MOST_TIME = 0.9;
const TIMED_ROUNDS = 7;

export interface QuantisedBackbone {
  /** null where the int8 graph is not faster, or not as good, or there is none. */
  readonly bytes: Uint8Array | null;
  /** null where there is nothing to quantise. */
  readonly report: BackboneCard['int8'];
}

/**
 * Quantises a backbone on pictures, compares both graphs on others, and keeps the int8 one where it
 * gives nearly the same features faster on this machine.
 *
 * @param bytes a backbone's float32 graph
 * @param images uint8, [n, height, width, 3], at least six, in any order of classes that is mixed: the
 *   first of them are for comparing, a third of few ones
 * @throws {BackboneError} for a graph that is no backbone's
 */
export async function quantiseBackbone(
  bytes: Uint8Array,
  images: Uint8Array,
  spec: InputSpec,
): Promise<QuantisedBackbone> {
  const values = inputValues(spec);
  const count = images.length / values;
  if (count < FEWEST_IMAGES) {
    throw new RangeError(`a backbone is quantised on ${FEWEST_IMAGES} pictures at least`);
  }
  const compared = Math.min(COMPARED_IMAGES, Math.floor(count / 3));
  const calibration = spread(images.subarray(compared * values), CALIBRATION_IMAGES, values);
  const quantised = await quantiseGraph(bytes, calibration, spec);
  if (quantised === undefined) return { bytes: null, report: null };
  const report = {
    ...(await compare(bytes, quantised, images.subarray(0, compared * values), spec)),
    calibration_images: calibration.length / values,
  };
  const isAsGood = report.cosine >= LEAST_COSINE;
  const isFaster = report.milliseconds_int8 <= MOST_TIME * report.milliseconds_float;
  return { bytes: isAsGood && isFaster ? quantised : null, report };
}

/** Images at equal distances in a list, which is often in the order of its classes. */
function spread(images: Uint8Array, most: number, values: number): Uint8Array {
  const total = images.length / values;
  const taken = Math.min(most, total);
  const chosen = new Uint8Array(taken * values);
  for (let i = 0; i < taken; i++) {
    const start = Math.floor((i * total) / taken) * values;
    chosen.set(images.subarray(start, start + values), i * values);
  }
  return chosen;
}

type Compared = Omit<NonNullable<BackboneCard['int8']>, 'calibration_images'>;

async function compare(
  float: Uint8Array,
  int8: Uint8Array,
  images: Uint8Array,
  spec: InputSpec,
): Promise<Compared> {
  const [floatSession, int8Session] = [await open(float), await open(int8)];
  try {
    const values = inputValues(spec);
    const run = async (session: InferenceSession, i: number): Promise<Float32Array> => {
      const image = images.slice(i * values, (i + 1) * values);
      const dims = [1, spec.height, spec.width, 3];
      const found = await session.run({ [IMAGES]: new Tensor('uint8', image, dims) });
      return found[FEATURES]!.data as Float32Array;
    };
    const count = images.length / values;
    const rows = { float: [] as Float32Array[], int8: [] as Float32Array[] };
    for (let i = 0; i < count; i++) {
      rows.float.push(await run(floatSession, i));
      rows.int8.push(await run(int8Session, i));
    }
    // In turn, so that what else the machine does falls on both.
    const times = { float: Infinity, int8: Infinity };
    for (let round = 0; round < TIMED_ROUNDS; round++) {
      times.float = Math.min(times.float, await timed(() => run(floatSession, round % count)));
      times.int8 = Math.min(times.int8, await timed(() => run(int8Session, round % count)));
    }
    return {
      cosine: centredCosine(rows.float, rows.int8),
      milliseconds_float: times.float,
      milliseconds_int8: times.int8,
    };
  } finally {
    await floatSession.release();
    await int8Session.release();
  }
}

/** One thread, as those that answer predictions have. */
function open(bytes: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

/** Mean cosine between rows from which the mean of the first ones is taken off. */
function centredCosine(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const width = a[0]!.length;
  const mean = new Float64Array(width);
  for (const row of a) for (let i = 0; i < width; i++) mean[i]! += row[i]! / a.length;
  let cosines = 0;
  for (const [k, rowA] of a.entries()) {
    const rowB = b[k]!;
    let product = 0;
    let lengthA = 0;
    let lengthB = 0;
    for (let i = 0; i < width; i++) {
      const valueA = rowA[i]! - mean[i]!;
      const valueB = rowB[i]! - mean[i]!;
      product += valueA * valueB;
      lengthA += valueA ** 2;
      lengthB += valueB ** 2;
    }
    cosines += lengthA === 0 || lengthB === 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
  }
  return cosines / a.length;
}
