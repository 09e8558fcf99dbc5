import { inputValues, type InputSpec } from '../../config/input-spec';
import { InferenceSession, Tensor } from '../../onnx/runtime';
import { IMAGES, withOutputs } from '../onnx/assemble';
import type { Graph } from '../onnx/graph';

/** What a tensor's values are over pictures. */
export interface Observed {
  readonly minimum: number;
  readonly maximum: number;
  /** float64, [channels] of a map [1, channels, height, width]; empty for other tensors */
  readonly means: Float64Array;
}

/** By the name of the tensor. */
export type Observations = ReadonlyMap<string, Observed>;

/** The few values beyond are clipped: a coarser step for all the others would cost more. */
const CLIPPED_SHARE = 1e-5;
/** Values of one tensor over all pictures that are kept: enough that a ten-thousandth of them is many. */
const SAMPLED_VALUES = 100_000;

/**
 * Observes values inside a backbone over pictures.
 *
 * @param tensors names of float32 tensors
 * @param images uint8, [n, height, width, 3]
 */
export async function observe(
  graph: Graph,
  tensors: readonly string[],
  images: Uint8Array,
  spec: InputSpec,
): Promise<Observations> {
  const session = await InferenceSession.create(withOutputs(graph, tensors), {
    logSeverityLevel: 3,
  });
  try {
    const count = images.length / inputValues(spec);
    const samples = new Map(tensors.map((name) => [name, new Samples(SAMPLED_VALUES / count)]));
    for (let i = 0; i < count; i++) {
      const image = images.slice(i * inputValues(spec), (i + 1) * inputValues(spec));
      const dims = [1, spec.height, spec.width, 3];
      // One by one: all tensors of a batch of a large network would fill the memory.
      const found = await session.run({ [IMAGES]: new Tensor('uint8', image, dims) });
      for (const [name, { data, dims }] of Object.entries(found)) {
        samples.get(name)?.add(data as Float32Array, dims);
      }
    }
    return new Map([...samples].map(([name, taken]) => [name, taken.observed()]));
  } finally {
    await session.release();
  }
}

/** What is remembered of a tensor over several pictures. */
class Samples {
  readonly #each: number;
  readonly #parts: Float32Array[] = [];
  #sums = new Float64Array();
  #places = 0;

  /** @param each about so many values of each picture */
  constructor(each: number) {
    this.#each = each;
  }

  add(values: Float32Array, dims: readonly number[]): void {
    const step = Math.ceil(values.length / this.#each) | 1; // an even step would miss some channels
    const count = Math.ceil(values.length / step);
    this.#parts.push(Float32Array.from({ length: count }, (_, i) => values[i * step]!));
    if (dims.length === 4) this.#addMeans(values, dims[1]!);
  }

  #addMeans(values: Float32Array, channels: number): void {
    const places = values.length / channels;
    if (this.#sums.length === 0) this.#sums = new Float64Array(channels);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      const end = (channel + 1) * places;
      for (let i = channel * places; i < end; i++) sum += values[i]!;
      this.#sums[channel]! += sum;
    }
    this.#places += places;
  }

  observed(): Observed {
    const all = new Float32Array(this.#parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    all.sort();
    const clipped = Math.floor(CLIPPED_SHARE * all.length);
    return {
      minimum: all[clipped]!,
      maximum: all[all.length - 1 - clipped]!,
      means: this.#sums.map((sum) => sum / this.#places),
    };
  }
}
